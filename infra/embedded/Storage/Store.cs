using System.Collections.Concurrent;

namespace ELearning.Embedded;

/// <summary>
/// The database file: one writer, many snapshot readers.
/// 1. Writes run on one thread, grouped into one commit; a write is acknowledged after that commit.
/// 2. Reads take a pooled connection and see the last commit, whatever the writer does meanwhile.
/// 3. The catalog is data of the same file and the same snapshot.
/// </summary>
internal sealed class Store : IDisposable
{
    private const int ReadersKept = 8;

    /// <summary>The format of the file, written into <c>meta</c>; a file of another format is refused, never guessed at. Key encoding is part of it.</summary>
    private const long Format = 1;

    private readonly string _path;
    private readonly bool _durable;
    private readonly FileStream _fileLock;
    private readonly WriterLoop _writer;
    private readonly ConcurrentBag<SqliteFile> _readers = [];

    private Store(string path, bool durable, FileStream fileLock, SqliteFile file)
    {
        _path = path;
        _durable = durable;
        _fileLock = fileLock;
        _writer = new WriterLoop(file);
    }

    /// <summary>The catalog of the last commit: a hint for snapshots, which check its version.</summary>
    public Catalog Catalog => _writer.Catalog;

    public static Store Open(string path, bool durable)
    {
        path = Path.GetFullPath(path);
        var fileLock = FileLock.Take(path);
        SqliteFile? file = null;
        try
        {
            // Asked before the file is open: opening makes a log.
            var due = FileCheck.IsDue(path);
            OwnerOnly.Protect(path);
            file = SqliteFile.Open(path, durable);
            Prepare(file, path);
            if (due && FileCheck.Fault(file) is { } fault)
                throw new EmbeddedMongoException(Damaged(path, fault));
            return new Store(path, durable, fileLock, file);
        }
        catch (Exception error)
        {
            file?.Dispose();
            fileLock.Dispose();
            if (error is StorageException { IsDamage: true })
                throw new EmbeddedMongoException(Damaged(path, error.Message), error);
            if (error is StorageException)
                throw new EmbeddedMongoException(
                    $"The database file {path} cannot be opened ({error.Message}): it must be writable and made by this program.",
                    error
                );
            throw;
        }
    }

    /// <summary>Says to a person in one line what is damaged, and the way out.</summary>
    public string Damaged(string fault) => Damaged(_path, fault);

    internal static string Damaged(string path, string fault) =>
        $"The database file {path} is damaged ({fault}): put a copy of before in its place, "
        + $"or save what can be read with: sqlite3 {path} .recover | sqlite3 NEW-FILE";

    public ReadSnapshot Read() => new(this, _readers.TryTake(out var file) ? file : SqliteFile.Open(_path, _durable));

    public Task<T> WriteAsync<T>(Func<WriteTransaction, T> operation, CancellationToken cancellationToken) => _writer.RunAsync(operation, cancellationToken);

    internal void GiveBack(SqliteFile file)
    {
        if (_readers.Count < ReadersKept)
            _readers.Add(file);
        else
            file.Dispose();
    }

    private static void Prepare(SqliteFile file, string path)
    {
        file.Execute("BEGIN IMMEDIATE");
        file.Execute("CREATE TABLE IF NOT EXISTS meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID");
        file.Execute("CREATE TABLE IF NOT EXISTS catalog(ns TEXT PRIMARY KEY, bson BLOB NOT NULL) WITHOUT ROWID");
        file.Execute($"INSERT OR IGNORE INTO meta VALUES ('format', {Format}), ('catalog', 0), ('next', 1)");
        file.Execute("COMMIT");
        using var format = file.Prepare("SELECT value FROM meta WHERE key = 'format'");
        format.Step();
        if (format.Long(0) != Format)
            throw new EmbeddedMongoException(
                $"The database file {path} has format {format.Long(0)}, this program reads {Format}: export it with the program that made it."
            );
    }

    public void Dispose()
    {
        _writer.Dispose();
        while (_readers.TryTake(out var file))
            file.Dispose();
        _fileLock.Dispose();
    }
}
