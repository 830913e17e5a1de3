using System.ComponentModel.DataAnnotations;

namespace ELearning.GraphQL;

/// <summary>Section <c>GraphQL:Answers</c>: what is kept of answers that all with the same rights get alike.</summary>
internal sealed class AnswerOptions
{
    /// <summary>Bytes of answers kept. Default 32 MiB; 0 keeps none.</summary>
    [Range(0, 4L * 1024 * 1024 * 1024)]
    public long Bytes { get; init; } = 32 * 1024 * 1024;
}
