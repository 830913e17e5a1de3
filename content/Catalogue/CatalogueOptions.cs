using System.ComponentModel.DataAnnotations;

namespace ELearning.Content;

/// <summary>Section <c>Catalogue</c>.</summary>
public sealed class CatalogueOptions
{
    /// <summary>Bytes, about, of copies of published courseware, teachers and organisations that a process keeps: 0 (none) to 4 GiB. Default 64 MiB.</summary>
    [Range(0, 4L * 1024 * 1024 * 1024)]
    public long CopyBytes { get; init; } = 64 * 1024 * 1024;
}
