namespace ELearning.Content;

/// <summary>The address and browser from which a call came, as the API saw them; stored only as keyed hashes.</summary>
public sealed record ClientTrace(string? Address, string? UserAgent);

/// <summary>
/// Keyed hashes of address and browser. The same address gives the same hash whoever studies there, so that an auditor sees what was shared without seeing what
/// it was.
/// </summary>
public sealed record SeenClient(string? Address, string? Agent);

/// <summary>Turns traces into keyed hashes.</summary>
internal sealed class ClientTraces(EvidenceHashes hashes)
{
    /// <summary>The first so many distinct clients of a session are kept: more is no honest day.</summary>
    public const int LargestCount = 6;

    /// <summary>The desk with the client among those seen in its session.</summary>
    public Desk See(Desk desk, ClientTrace? trace)
    {
        if (trace is null || desk.Session is not { } session || session.Clients.Count >= LargestCount)
            return desk;
        var seen = new SeenClient(Hash("address", trace.Address), Hash("agent", trace.UserAgent));
        return seen is { Address: null, Agent: null } || session.Clients.Contains(seen)
            ? desk
            : desk with
            {
                Session = session with { Clients = [.. session.Clients, seen] },
            };
    }

    public string? HashOfDevice(string? name) => Hash("device", name);

    private string? Hash(string kind, string? text) => string.IsNullOrEmpty(text) ? null : hashes.Of(kind, text);
}
