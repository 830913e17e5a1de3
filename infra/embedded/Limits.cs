namespace ELearning.Embedded;

/// <summary>MongoDB's own limits, announced in <c>hello</c> and held here.</summary>
internal static class Limits
{
    /// <summary>Bytes of one document.</summary>
    public const int DocumentSize = 16 * 1024 * 1024;

    /// <summary>
    /// Levels of documents and arrays in one stored document, itself included. Fewer than a message may have, so that what is stored fits into one.
    /// </summary>
    public const int StoredDepth = 180;

    /// <summary>Statements of one write command.</summary>
    public const int WriteBatch = 100_000;

    /// <summary>Bytes a sort or a cursor may hold in memory.</summary>
    public const long Memory = 100L * 1024 * 1024;

    /// <summary>Documents of a first batch when the client names no size.</summary>
    public const int FirstBatch = 101;
}
