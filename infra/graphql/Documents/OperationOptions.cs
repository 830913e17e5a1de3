using System.ComponentModel.DataAnnotations;

namespace ELearning.GraphQL;

/// <summary>Section <c>GraphQL:Operations</c>: documents that are known beforehand and sent by their hash.</summary>
public sealed class OperationOptions
{
    /// <summary>
    /// A folder of operations (<c>*.graphql</c>, one each), relative to the content root; whoever has the rights to their fields may send them by their hash.
    /// Default: none.
    /// </summary>
    public string Folder { get; init; } = "";

    /// <summary>Who may send registered operations and nothing else: subjects, ids of applications, or roles as tokens name them. Default: nobody.</summary>
    public IReadOnlyList<string> OnlyFor { get; init; } = [];

    /// <summary>
    /// Whether a document that was sent once together with its hash may be sent by the hash from then on (automatic persisted queries, as Apollo's clients do
    /// it). Default: no.
    /// </summary>
    public bool Automatic { get; init; }

    /// <summary>Bytes of such documents that a process keeps; the least recently used go. Default 16 MiB.</summary>
    [Range(64 * 1024, 1024 * 1024 * 1024)]
    public int AutomaticBytes { get; init; } = 16 * 1024 * 1024;
}
