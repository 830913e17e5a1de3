using System.Diagnostics.Metrics;

namespace ELearning.Content;

/// <summary>Counts how often a copy was at hand, by what it is a copy of.</summary>
internal sealed class CopyMeter(IMeterFactory meters)
{
    private readonly Counter<long> _copies = meters
        .Create(ContentTelemetry.Name)
        .CreateCounter<long>("elearning.catalogue.copies", "{copy}", "What was asked for of the catalogue: kept in memory, or read from the database.");

    public void Count(string kind, int kept, int read)
    {
        if (kept > 0)
            _copies.Add(kept, new("kind", kind), new("outcome", "kept"));
        if (read > 0)
            _copies.Add(read, new("kind", kind), new("outcome", "read"));
    }
}
