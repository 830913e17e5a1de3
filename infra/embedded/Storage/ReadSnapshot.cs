namespace ELearning.Embedded;

/// <summary>A snapshot for reading, on a pooled connection. Held for one command only, so that it never pins the log.</summary>
internal sealed class ReadSnapshot : Snapshot
{
    private readonly Store _store;

    public ReadSnapshot(Store store, SqliteFile file)
        : base(file)
    {
        _store = store;
        file.Execute("BEGIN");
        try
        {
            LoadCatalog(store.Catalog);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        File.Execute("COMMIT");
        _store.GiveBack(File);
    }
}
