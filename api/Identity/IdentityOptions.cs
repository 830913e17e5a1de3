namespace ELearning.Api;

/// <summary>Section <c>Identity</c>.</summary>
internal sealed class IdentityOptions
{
    /// <summary>
    /// Tokens come from <c>POST /dev/token</c> of this process and from nowhere else. True in the Development environment alone; default false.
    /// </summary>
    public bool Development { get; init; }

    /// <summary>Partner applications of which more is asked than of others, by their id (<c>azp</c>). Default none.</summary>
    public Dictionary<string, ApplicationOptions> Applications { get; init; } = new(StringComparer.OrdinalIgnoreCase);
}

/// <summary>Section <c>Identity:Applications:{id}</c>.</summary>
internal sealed class ApplicationOptions
{
    /// <summary>
    /// The audience that tokens of this application carry and no others may: what it gets for this API is good for nothing else, and the other way round.
    /// Default: the audience of everybody.
    /// </summary>
    public string? Audience { get; init; }
}
