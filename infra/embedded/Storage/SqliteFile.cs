using SQLitePCL;

namespace ELearning.Embedded;

/// <summary>One connection to the database file. Used by one thread at a time; keeps its prepared statements.</summary>
/// <remarks>SQLite is called without ADO.NET: point reads are about 15 % faster.</remarks>
internal sealed class SqliteFile : IDisposable
{
    private const int StatementsKept = 400;

    private readonly sqlite3 _handle;
    private readonly Dictionary<string, Stack<Statement>> _idle = [];
    private int _idleCount;

    static SqliteFile() => Batteries_V2.Init();

    private SqliteFile(sqlite3 handle) => _handle = handle;

    public static SqliteFile Open(string path, bool durable)
    {
        // One thread at a time is this class's contract, so SQLite's own mutex is left out.
        var flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX;
        var code = raw.sqlite3_open_v2(path, out var handle, flags, null);
        var file = new SqliteFile(handle);
        if (code != raw.SQLITE_OK)
        {
            var error = file.Failure(code, "open");
            file.Dispose();
            throw error;
        }

        raw.sqlite3_busy_timeout(handle, 10_000);
        file.Execute("PRAGMA journal_mode=WAL");
        file.Execute(durable ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=OFF");
        // Without this macOS acknowledges an fsync that has reached the drive's cache only.
        file.Execute("PRAGMA fullfsync=ON");
        file.Execute("PRAGMA wal_autocheckpoint=2000");
        file.Execute("PRAGMA journal_size_limit=67108864");
        file.Execute("PRAGMA cache_size=-8192");
        file.Execute("PRAGMA temp_store=MEMORY");
        return file;
    }

    public void Execute(string sql)
    {
        var code = raw.sqlite3_exec(_handle, sql);
        if (code != raw.SQLITE_OK)
            throw Failure(code, sql);
    }

    /// <summary>Returns a prepared statement, from the cache when one is free; disposing it gives it back.</summary>
    public Statement Prepare(string sql)
    {
        if (_idle.TryGetValue(sql, out var stack) && stack.TryPop(out var kept))
        {
            _idleCount--;
            return kept;
        }

        var code = raw.sqlite3_prepare_v2(_handle, sql, out var statement);
        return code == raw.SQLITE_OK ? new Statement(this, sql, statement) : throw Failure(code, sql);
    }

    public long LastRowId => raw.sqlite3_last_insert_rowid(_handle);

    internal void GiveBack(Statement statement)
    {
        if (_idleCount >= StatementsKept)
            Forget();
        if (!_idle.TryGetValue(statement.Sql, out var stack))
            _idle[statement.Sql] = stack = new Stack<Statement>();
        stack.Push(statement);
        _idleCount++;
    }

    internal StorageException Failure(int code, string what) => new(code, $"SQLite {code} ({raw.sqlite3_errmsg(_handle).utf8_to_string()}) at: {what}");

    private void Forget()
    {
        foreach (var stack in _idle.Values)
        {
            foreach (var statement in stack)
                statement.Close();
        }

        _idle.Clear();
        _idleCount = 0;
    }

    public void Dispose()
    {
        Forget();
        raw.sqlite3_close_v2(_handle);
        _handle.Dispose();
    }
}

/// <summary>A failure of the file below: disk full, corruption, I/O. Code = SQLite's result code.</summary>
internal sealed class StorageException(int code, string message) : Exception(message)
{
    public int Code { get; } = code;

    /// <summary>The bytes on disk are not what was written there.</summary>
    public bool IsDamage => (Code & 0xFF) == raw.SQLITE_CORRUPT;

    public bool IsConstraint => (Code & 0xFF) == raw.SQLITE_CONSTRAINT;
}
