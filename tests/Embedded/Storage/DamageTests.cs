using System.Security.Cryptography;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Embedded.Tests.Storage;

/// <summary>A disk that gives back other bytes than it was given: noticed at the start, and never answered with wrong data.</summary>
public sealed class DamageTests : IDisposable
{
    private const int Page = 4096;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("elearning-damage-");

    private string File => Path.Combine(_directory.FullName, "data.db");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task A_damaged_page_ends_the_start_wherever_it_is()
    {
        await FillAsync();
        var sound = await System.IO.File.ReadAllBytesAsync(File);
        Assert.True(sound.Length / Page > 20, "too few pages to be of every kind");
        // Without the first, which begins with SQLite's header, the file is no database at all.
        for (var page = 1; page < sound.Length / Page; page++)
        {
            var damaged = (byte[])sound.Clone();
            new Random(page).NextBytes(damaged.AsSpan(page * Page, Page));
            await System.IO.File.WriteAllBytesAsync(File, damaged);
            var error = await Record.ExceptionAsync(async () => await (await StartAsync()).DisposeAsync());
            Assert.True(error is EmbeddedMongoException, $"page {page + 1}: {error}");
            Assert.StartsWith($"The database file {File} is damaged (", error.Message, StringComparison.Ordinal);
            Assert.Contains(".recover", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', error.Message);
        }

        await System.IO.File.WriteAllBytesAsync(File, sound);
        await using var again = await StartAsync();
    }

    [Fact]
    public async Task Damage_met_while_it_serves_is_an_error_that_names_the_file()
    {
        await FillAsync();
        await using var server = await StartAsync();
        await using (var disk = new FileStream(File, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            // The page behind the header and every one after it; what the server has read already it may still have in memory.
            disk.Position = Page;
            await disk.WriteAsync(RandomNumberGenerator.GetBytes((int)disk.Length - Page));
        }

        using var client = new MongoClient(server.ConnectionString);
        var things = client.GetDatabase("test").GetCollection<BsonDocument>("things");
        var error = await Assert.ThrowsAsync<MongoCommandException>(() => things.Find("{}").ToListAsync());
        Assert.Equal(1, error.Code);
        Assert.Contains($"The database file {File} is damaged (", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_index_that_lacks_a_key_is_found_by_validate()
    {
        await FillAsync();
        long table;
        using (var store = Store.Open(File, durable: false))
        using (var snapshot = store.Read())
            table = snapshot.Catalog.Find("test.things")!.Indexes[1].Table;
        using (var file = SqliteFile.Open(File, durable: false))
            file.Execute($"DELETE FROM i{table} WHERE k = (SELECT min(k) FROM i{table})");

        await using var server = await StartAsync();
        using var client = new MongoClient(server.ConnectionString);
        var shown = await client.GetDatabase("test").RunCommandAsync<BsonDocument>(new BsonDocument("validate", "things"));
        Assert.False(shown["valid"].AsBoolean);
        Assert.Equal(
            ["index a_1 lacks a key of row 1", "index a_1 has 299 keys, its documents have 300"],
            shown["errors"].AsBsonArray.Select(fault => fault.AsString)
        );
    }

    [Fact]
    public void A_large_file_is_read_whole_only_after_it_was_left_open()
    {
        Assert.False(FileCheck.IsDue(File));
        using (var file = System.IO.File.Create(File))
            file.SetLength(Page);
        Assert.True(FileCheck.IsDue(File));
        using (var file = System.IO.File.OpenWrite(File))
            file.SetLength(1L << 30);
        Assert.False(FileCheck.IsDue(File));
        System.IO.File.WriteAllText(File + "-wal", "");
        Assert.True(FileCheck.IsDue(File));
    }

    private async Task FillAsync()
    {
        await using var server = await StartAsync();
        using var client = new MongoClient(server.ConnectionString);
        var things = client.GetDatabase("test").GetCollection<BsonDocument>("things");
        await things.Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>("{a: 1}"));
        // Some are larger than a page.
        await things.InsertManyAsync(
            Enumerable
                .Range(0, 300)
                .Select(i => new BsonDocument
                {
                    { "_id", i },
                    { "a", i },
                    { "s", new string('x', i % 50 == 0 ? 3 * Page : 50) },
                })
        );
    }

    private Task<EmbeddedMongo> StartAsync() => EmbeddedMongo.StartAsync(new EmbeddedMongoOptions { File = File, Durable = false }, CancellationToken.None);
}
