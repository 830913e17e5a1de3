using System.ComponentModel.DataAnnotations;

namespace ELearning.Api;

/// <summary>Section <c>Web</c>: which web clients on other hosts may use all that is served.</summary>
internal sealed class OriginOptions : IValidatableObject
{
    /// <summary>
    /// <c>Web:Origins:0</c>, <c>:1</c>, …: <c>https://host</c> or <c>https://host:port</c>. Their scripts may read answers of GraphQL and open a WebSocket, send
    /// files to <c>/uploads</c> and read media; by token or signed address, never by cookies. None by default.
    /// </summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => WebOrigin.Faults(nameof(Origins), Origins);
}
