using ELearning.Api;
using ELearning.Content;
using ELearning.Embedded;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace ELearning.Tests.Backup;

/// <summary>What a backup and a restore refuse, what they leave behind then, and when the next is taken by itself.</summary>
public sealed class DataBackupTests : IAsyncLifetime
{
    private const string Blob = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; // of "abc"

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("elearning-backup-");
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 5, 4, 3, 2, 1, TimeSpan.Zero));
    private BackupSource _source = null!;

    private string Target => In("copy");

    public async Task InitializeAsync()
    {
        _source = new(In("data"), "elearning", HasBlobs: true);
        var file = new EmbeddedMongoOptions { File = _source.DatabaseFile, Durable = false };
        await (await EmbeddedMongo.StartAsync(file, default)).DisposeAsync();
        Put(Path.Combine(_source.BlobFolder, BlobFiles.PlaceOf(Blob)), "abc");
        Put(Path.Combine(_source.BlobFolder, "staged", "upload1"), "half");
        Put(Path.Combine(_source.Directory, "secrets.json"), "{}");
    }

    public Task DisposeAsync()
    {
        _root.Delete(recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public void All_of_it_is_copied_for_its_owner_alone_and_a_restore_brings_it_back()
    {
        var manifest = Take();

        Assert.Equal((1, 3L, 1, 0, _time.GetUtcNow()), (manifest.Blobs, manifest.BlobBytes, manifest.Staged, manifest.Missing, manifest.TakenAt));
        DataRestore.Run(Target, Other);
        Assert.Equal("abc", File.ReadAllText(Path.Combine(Other.BlobFolder, BlobFiles.PlaceOf(Blob))));
        Assert.Equal("half", File.ReadAllText(Path.Combine(Other.BlobFolder, "staged", "upload1")));
        Assert.Equal("{}", File.ReadAllText(Path.Combine(Other.Directory, "secrets.json")));
        Assert.Equal(File.ReadAllBytes(Path.Combine(Target, EmbeddedDatabase.FileName)), File.ReadAllBytes(Other.DatabaseFile));
        AssertPrivate(Target);
        AssertPrivate(Other.Directory);
    }

    [Fact]
    public void A_blob_that_is_about_to_be_removed_is_copied_too()
    {
        var place = Path.Combine(_source.BlobFolder, BlobFiles.PlaceOf(Blob));
        Directory.CreateDirectory(Path.Combine(_source.BlobFolder, "aside"));
        File.Move(place, Path.Combine(_source.BlobFolder, "aside", $"{Blob}.x1"));

        Assert.Equal(1, Take().Blobs);
        Assert.Equal("abc", File.ReadAllText(Path.Combine(Target, "blobs", BlobFiles.PlaceOf(Blob))));
    }

    [Fact]
    public void A_folder_that_holds_something_is_left_alone()
    {
        Put(Path.Combine(Target, "mine"), "x");

        Refused("is not empty", () => Take());

        Assert.Equal(["mine"], Names(Target));
        Assert.Equal(["copy", "data"], Names(_root.FullName));
    }

    [Fact]
    public void An_empty_folder_is_taken() // as one is made beforehand, with rights of its own
    {
        Directory.CreateDirectory(Target);
        Take();
        Assert.Contains("manifest.json", Names(Target));
    }

    [Fact]
    public void Without_a_database_there_is_nothing_to_copy()
    {
        _source = _source with { Directory = In("nowhere") };
        Refused("Storage:DataDirectory: ", () => Take());
        Assert.Equal(["data"], Names(_root.FullName));
    }

    [Fact]
    public void Where_it_cannot_be_written_nothing_is_left()
    {
        Put(Path.Combine(_root.FullName, "file"), "x");
        Refused("cannot be written", () => new DataBackup(_source, _time).Take(In("file/copy"), null, default));
        Assert.Equal(["data", "file"], Names(_root.FullName));
    }

    [Fact]
    public void What_a_killed_backup_left_is_no_backup_and_the_next_one_takes_its_place()
    {
        var draft = DataBackup.DraftOf(Target);
        Put(Path.Combine(draft, "manifest.json"), "");
        Put(Path.Combine(draft, "rest"), "x");
        Refused("is not a backup", () => DataRestore.Run(draft, Other));

        using (new FileStream(Path.Combine(draft, "manifest.json"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            Refused("is being written by another process", () => Take());
        }
        Take();

        Assert.DoesNotContain("rest", Names(Target));
        Assert.Equal(["copy", "data"], Names(_root.FullName));
    }

    [Fact]
    public void A_restore_refuses_what_is_no_backup_and_a_folder_that_holds_something()
    {
        Refused("is not a backup", () => DataRestore.Run(_source.Directory, Other));
        Refused("is not a backup", () => DataRestore.Run(In("nowhere"), Other));
        Take();
        Put(Path.Combine(Other.Directory, "mine"), "x");
        Refused("holds something", () => DataRestore.Run(Target, Other));
        Assert.Equal(["mine"], Names(Other.Directory));
        Put(
            Path.Combine(Target, "manifest.json"),
            File.ReadAllText(Path.Combine(Target, "manifest.json")).Replace("\"format\": 1", "\"format\": 2", StringComparison.Ordinal)
        );
        Refused("has format 2", () => DataRestore.Run(Target, Other));
    }

    [Theory]
    [InlineData("elearning.db")]
    [InlineData("blobs/ba/" + Blob)]
    public void A_damaged_backup_is_refused_and_leaves_the_folder_empty(string file)
    {
        Take();
        var bytes = File.ReadAllBytes(Path.Combine(Target, file));
        bytes[^1] ^= 1;
        // A file of its own: the damage is the backup's alone.
        File.Delete(Path.Combine(Target, file));
        File.WriteAllBytes(Path.Combine(Target, file), bytes);
        Refused($"is damaged ({file})", () => DataRestore.Run(Target, Other));
        Assert.Empty(Names(Other.Directory));

        File.Delete(Path.Combine(Target, file));
        Refused("is damaged", () => DataRestore.Run(Target, Other));
        Assert.Empty(Names(Other.Directory));
    }

    [Fact]
    public async Task The_next_is_due_when_the_last_is_old_enough_and_the_oldest_go()
    {
        var options = new BackupOptions
        {
            Directory = In("many"),
            Every = TimeSpan.FromHours(6),
            Keep = 2,
        };
        using var schedule = Schedule(options);
        Assert.Equal(TimeSpan.Zero, schedule.DueIn());
        Put(Path.Combine(options.Directory, "mine", "file"), "x");
        Put(Path.Combine(options.Directory, ".20260503T030201Z.partial", "file"), "x");

        Assert.True(await schedule.TakeAsync(default));
        Assert.Equal(TimeSpan.FromHours(6), schedule.DueIn());
        _time.Advance(TimeSpan.FromHours(4));
        // Also in a process that was started meanwhile.
        using var again = Schedule(options);
        Assert.Equal(TimeSpan.FromHours(2), again.DueIn());
        for (var i = 0; i < 3; i++)
        {
            _time.Advance(TimeSpan.FromHours(6));
            Assert.Equal(TimeSpan.Zero, again.DueIn());
            Assert.True(await again.TakeAsync(default));
        }

        Assert.Equal(["20260504T190201Z", "20260505T010201Z", "mine"], Names(options.Directory));
        DataRestore.Run(Path.Combine(options.Directory, "20260505T010201Z"), Other);
    }

    [Fact]
    public async Task One_that_failed_is_told_and_does_not_count()
    {
        File.Delete(_source.DatabaseFile);
        using var schedule = Schedule(new BackupOptions { Directory = In("many") });

        Assert.False(await schedule.TakeAsync(default));

        Assert.Equal(TimeSpan.Zero, schedule.DueIn());
        Assert.Empty(Names(In("many")));
    }

    private BackupSource Other => _source with { Directory = In("other") };

    private BackupSchedule Schedule(BackupOptions options) => new(_source, Options.Create(options), _time, NullLogger<BackupSchedule>.Instance);

    private BackupManifest Take() => new DataBackup(_source, _time).Take(Target, null, default);

    private string In(string name) => Path.Combine(_root.FullName, name);

    private static IEnumerable<string> Names(string folder) =>
        Directory.GetFileSystemEntries(folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal);

    private static void Refused(string part, Action act) => Assert.Contains(part, Assert.Throws<ConfigurationError>(act).Message, StringComparison.Ordinal);

    private static void Put(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private static void AssertPrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        Assert.Empty(
            new DirectoryInfo(folder)
                .EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
                .Where(found => (found.UnixFileMode & (UnixFileMode)0b111_111) != 0)
                .Select(found => found.FullName)
        );
    }
}
