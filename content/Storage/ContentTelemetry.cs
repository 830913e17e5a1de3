using System.Diagnostics;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>The names under which the store can be watched.</summary>
public static class ContentTelemetry
{
    /// <summary>The name of the meter that counts round trips, and of the source of spans about blobs.</summary>
    public const string Name = "ELearning.Content";

    /// <summary>The name of the source of the driver's own spans, one for each command, without its values.</summary>
    public const string DatabaseName = MongoTelemetry.ActivitySourceName;

    /// <summary>The name of the instrument that counts round trips.</summary>
    internal const string Commands = "elearning.database.commands";

    internal static readonly ActivitySource Source = new(Name);
}
