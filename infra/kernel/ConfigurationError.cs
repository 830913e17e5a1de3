namespace ELearning;

/// <summary>A setting is wrong or missing: names the key and the mend in one line, and the process does not start.</summary>
public sealed class ConfigurationError(string key, string mend, Exception? cause = null) : Exception($"{key}: {mend}", cause);
