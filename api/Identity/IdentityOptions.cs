namespace ELearning.Api;

/// <summary>Section <c>Identity</c>.</summary>
internal sealed class IdentityOptions
{
    /// <summary>Tokens come from <c>POST /dev/token</c> of this process and from nowhere else. True in the Development environment alone; default false.</summary>
    public bool Development { get; init; }
}
