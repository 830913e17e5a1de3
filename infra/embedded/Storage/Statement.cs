using SQLitePCL;

namespace ELearning.Embedded;

/// <summary>One prepared statement in use. Parameters and columns count as SQLite counts them: from 1 and from 0.</summary>
internal sealed class Statement(SqliteFile file, string sql, sqlite3_stmt handle) : IDisposable
{
    public string Sql => sql;

    public Statement Bind(int parameter, long value)
    {
        Check(raw.sqlite3_bind_int64(handle, parameter, value));
        return this;
    }

    public Statement Bind(int parameter, string value)
    {
        Check(raw.sqlite3_bind_text(handle, parameter, value));
        return this;
    }

    public Statement Bind(int parameter, ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_blob(handle, parameter, value));
        return this;
    }

    /// <summary>True while there is a row.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(handle);
        return code switch
        {
            raw.SQLITE_ROW => true,
            raw.SQLITE_DONE => false,
            _ => throw file.Failure(code, sql),
        };
    }

    public void Run() => Step();

    public long Long(int column) => raw.sqlite3_column_int64(handle, column);

    public string Text(int column) => raw.sqlite3_column_text(handle, column).utf8_to_string();

    /// <summary>Valid until the next <see cref="Step"/> only.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(handle, column);

    public void Reset()
    {
        raw.sqlite3_reset(handle);
        raw.sqlite3_clear_bindings(handle);
    }

    public void Dispose()
    {
        Reset();
        file.GiveBack(this);
    }

    internal void Close() => handle.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw file.Failure(code, sql);
    }
}
