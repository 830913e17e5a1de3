using Microsoft.Extensions.Logging;

namespace ELearning.Embedded;

/// <summary>How an embedded database runs.</summary>
public sealed record EmbeddedMongoOptions
{
    /// <summary>Path of the database file; made when missing. Beside it live <c>-wal</c>, <c>-shm</c> and <c>.lock</c>.</summary>
    public required string File { get; init; }

    /// <summary>Loopback port, 0–65535; 0 picks a free one.</summary>
    public int Port { get; init; }

    /// <summary>Password of the user <c>elearning</c>; null = random for each start.</summary>
    public string? Password { get; init; }

    /// <summary>True: what is acknowledged has been synced to disk. False is for tests only: a power cut may lose it, a killed process does not.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>Where to log; null = nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>The clock of cursor and session expiry and of <c>localTime</c>.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
