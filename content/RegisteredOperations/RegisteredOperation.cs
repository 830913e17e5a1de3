using System.ComponentModel;

namespace ELearning.Content;

/// <summary>A document that may be sent by its hash, as it was registered for one client.</summary>
/// <param name="Hash">See <see cref="OperationHash"/>.</param>
/// <param name="ClientName">Whose it is, for whoever looks after it: who may send it is said by the rights to its fields alone.</param>
/// <param name="Name">The operation's own; null where it has none.</param>
/// <param name="Document">To the letter.</param>
/// <param name="RegisteredBy">The subject of the token.</param>
public sealed record RegisteredOperation(
    string Id,
    string Hash,
    string ClientName,
    string? Name,
    string Document,
    string RegisteredBy,
    DateTimeOffset RegisteredAt
)
{
    public OperationStatus Status { get; init; }

    /// <summary>Set while it is retired.</summary>
    public DateTimeOffset? RetiredAt { get; init; }
}

[Description("Whether an operation may be sent by its hash.")]
public enum OperationStatus
{
    [Description("It may. 「可用」")]
    Active,

    [Description("No longer, unless another client has it registered too. 「已停用」")]
    Retired,
}
