using System.ComponentModel.DataAnnotations;

namespace ELearning.Api;

/// <summary>Section <c>Backup</c>: copies of the embedded database, the folder of blobs and the keys, taken by the process itself.</summary>
internal sealed class BackupOptions
{
    /// <summary>Folder in which each copy is a folder of its own; relative to the content root. Empty: none are taken.</summary>
    public string Directory { get; set; } = "";

    /// <summary>How long after one the next is taken, 10 minutes to 31 days. Default one day.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "31.00:00:00")]
    public TimeSpan Every { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How many are kept, 1 to 1000. Default 7.</summary>
    [Range(1, 1000)]
    public int Keep { get; init; } = 7;
}
