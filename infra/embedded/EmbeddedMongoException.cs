namespace ELearning.Embedded;

/// <summary>The embedded database could not start. The message is one line for a person: what is wrong, and the mend.</summary>
public sealed class EmbeddedMongoException(string message, Exception? inner = null) : Exception(message, inner);
