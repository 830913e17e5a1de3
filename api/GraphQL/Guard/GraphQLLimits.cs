using System.ComponentModel.DataAnnotations;

namespace ELearning.Api;

/// <summary>Section <c>GraphQL:Limits</c>: what one request may weigh. Everything is checked in linear time before validation.</summary>
internal sealed class GraphQLLimits
{
    /// <summary>Bytes of a request body. Default 1 MiB.</summary>
    [Range(1024, 16 * 1024 * 1024)]
    public int BodyBytes { get; init; } = 1024 * 1024;

    /// <summary>Nesting of the request's JSON, variables included. Default 32.</summary>
    [Range(8, 64)]
    public int JsonDepth { get; init; } = 32;

    /// <summary>UTF-8 bytes of a document. Default 64 KiB.</summary>
    [Range(1024, 1024 * 1024)]
    public int DocumentBytes { get; init; } = 64 * 1024;

    /// <summary>Brackets open at once in the text, of whatever kind: what the parser recurses on. Default 64.</summary>
    [Range(8, 120)]
    public int Nesting { get; init; } = 64;

    /// <summary>Levels of fields, fragments spread out. Default 20.</summary>
    [Range(8, 64)]
    public int Depth { get; init; } = 20;

    /// <summary>Fields, fragments spread out. Default 2,000.</summary>
    [Range(50, 100_000)]
    public int Fields { get; init; } = 2_000;

    /// <summary>Fields of one selection set, fragments spread out: validation compares them in pairs. Default 250.</summary>
    [Range(50, 5_000)]
    public int Siblings { get; init; } = 250;

    /// <summary>Root fields, fragments spread out: each is a request of its own. Default 50.</summary>
    [Range(1, 1_000)]
    public int RootFields { get; init; } = 50;

    /// <summary>Fragment definitions. Default 100.</summary>
    [Range(1, 1_000)]
    public int Fragments { get; init; } = 100;

    /// <summary>Directives written in a document. Default 200.</summary>
    [Range(1, 10_000)]
    public int Directives { get; init; } = 200;

    /// <summary>Operations in a document. Default 50.</summary>
    [Range(1, 1_000)]
    public int Operations { get; init; } = 50;

    /// <summary>Bytes of documents kept parsed and validated, estimated from their texts. Default 16 MiB; 0 keeps none.</summary>
    [Range(0, 1024 * 1024 * 1024)]
    public int CacheBytes { get; init; } = 16 * 1024 * 1024;
}
