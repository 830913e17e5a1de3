using System.ComponentModel.DataAnnotations;

namespace ELearning.Api;

/// <summary>
/// Section <c>Monitoring</c>, for <c>Metrics</c> is one of .NET itself: who may read <c>/metrics</c>. With neither setting that is nobody; in Development,
/// callers on this machine.
/// </summary>
internal sealed class MetricsOptions
{
    /// <summary>
    /// What a reader sends as <c>Authorization: Bearer …</c>: at least 16 characters. Default: none is asked for where there is a <see cref="Port"/>.
    /// </summary>
    [MinLength(16, ErrorMessage = "is too short; set 16 characters or more")]
    public string? Token { get; init; }

    /// <summary>
    /// The port, one of those in <c>Urls</c>, on which <c>/metrics</c> is answered, and nothing else; on every other port it is not there. 1 to 65535. Default:
    /// that of everything.
    /// </summary>
    [Range(1, 65535)]
    public int? Port { get; init; }
}
