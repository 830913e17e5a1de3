using System.ComponentModel.DataAnnotations;

namespace ELearning.GraphQL;

/// <summary>
/// Section <c>GraphQL:Limits</c>: what one request may weigh. Everything but <see cref="Errors"/> and <see cref="Timeout"/> is checked in linear time before
/// validation.
/// </summary>
public sealed class GraphQLLimits
{
    /// <summary>Bytes of a request body; compressed ones are not taken. Default 1 MiB.</summary>
    [Range(1024, 16 * 1024 * 1024)]
    public int BodyBytes { get; init; } = 1024 * 1024;

    /// <summary>Nesting of the request's JSON, variables included. Default 32.</summary>
    [Range(8, 64)]
    public int JsonDepth { get; init; } = 32;

    /// <summary>Values in the request's JSON: scalars, lists, objects and names together. Default 20,000.</summary>
    [Range(100, 1_000_000)]
    public int JsonValues { get; init; } = 20_000;

    /// <summary>Entries of one list, in the document or in the variables. Default 1,000.</summary>
    [Range(100, 100_000)]
    public int ListEntries { get; init; } = 1_000;

    /// <summary>
    /// Operations in a batch. Their documents together are held to <see cref="DocumentBytes"/>, their costs together to what one operation may cost. Default
    /// 10.
    /// </summary>
    [Range(1, 100)]
    public int Batch { get; init; } = 10;

    /// <summary>UTF-8 bytes of a document. Default 64 KiB.</summary>
    [Range(1024, 1024 * 1024)]
    public int DocumentBytes { get; init; } = 64 * 1024;

    /// <summary>Tokens of a document, comments not counted. Default 10,000.</summary>
    [Range(100, 200_000)]
    public int Tokens { get; init; } = 10_000;

    /// <summary>Brackets open at once in the text, of whatever kind: what the parser recurses on. Default 64.</summary>
    [Range(8, 120)]
    public int Nesting { get; init; } = 64;

    /// <summary>Levels of fields, fragments spread out. Default 20.</summary>
    [Range(8, 64)]
    public int Depth { get; init; } = 20;

    /// <summary>Fields of all operations of a document together, fragments spread out. Default 2,000.</summary>
    [Range(50, 100_000)]
    public int Fields { get; init; } = 2_000;

    /// <summary>Fields that are asked for under another name, fragments spread out. Default 250.</summary>
    [Range(10, 10_000)]
    public int Aliases { get; init; } = 250;

    /// <summary>Fragment spreads and inline fragments, themselves spread out. Default 1,000.</summary>
    [Range(10, 10_000)]
    public int Spreads { get; init; } = 1_000;

    /// <summary>Fields of one selection set, fragments spread out: validation compares them in pairs. Default 250.</summary>
    [Range(50, 5_000)]
    public int Siblings { get; init; } = 250;

    /// <summary>
    /// How often one field may be asked for in one place, which merges into one answer: validation compares these in pairs, with all below them. Default 50.
    /// </summary>
    [Range(2, 1_000)]
    public int Repetitions { get; init; } = 50;

    /// <summary>Root fields, fragments spread out: each is a request of its own. Default 50.</summary>
    [Range(1, 1_000)]
    public int RootFields { get; init; } = 50;

    /// <summary>Fragment definitions. Default 100.</summary>
    [Range(1, 1_000)]
    public int Fragments { get; init; } = 100;

    /// <summary>Directives written in a document. Default 200.</summary>
    [Range(1, 10_000)]
    public int Directives { get; init; } = 200;

    /// <summary>Variables that the operations of a document declare, together. Default 200.</summary>
    [Range(1, 10_000)]
    public int Variables { get; init; } = 200;

    /// <summary>Operations in a document. Default 50.</summary>
    [Range(1, 1_000)]
    public int Operations { get; init; } = 50;

    /// <summary>Errors in an answer; validation stops there, and of more that a resolver found only the number is told. Default 20.</summary>
    [Range(1, 1_000)]
    public int Errors { get; init; } = 20;

    /// <summary>How long a query or mutation may take until it is cancelled. Default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Bytes of documents kept parsed and validated, estimated from their texts. Default 16 MiB; 0 keeps none.</summary>
    [Range(0, 1024 * 1024 * 1024)]
    public int CacheBytes { get; init; } = 16 * 1024 * 1024;
}
