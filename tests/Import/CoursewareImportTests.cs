using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using ELearning.Api;
using ELearning.Content;
using ELearning.Tests.Coursewares;
using ELearning.Tests.Media;
using Microsoft.Extensions.Options;
using MongoDB.Bson;
using MongoDB.Driver;
using Snapshooter.Xunit;

namespace ELearning.Tests.Import;

/// <summary>Folders brought in through the desk and the library: looked at without a change, made once however often they come.</summary>
public sealed class CoursewareImportTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private ContentFixture _host = null!;
    private ImportFolder _folder = null!;

    public async Task InitializeAsync()
    {
        _host = await ContentFixture.StartAsync();
        await _host.BuildTownAsync();
        await _host
            .Get<TeacherPool>()
            .AddManyAsync(
                [
                    Teaching.Teacher("t-lin", "林国栋"),
                    Teaching.Teacher("t-chen", "陈志明"),
                    Teaching.Teacher("t-li-1", "李红"),
                    Teaching.Teacher("t-li-2", "李红"),
                ],
                None
            );
        _folder = await ImportFolder.MakeAsync();
    }

    public async Task DisposeAsync()
    {
        _folder.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Every_spelling_of_a_manifest_gives_the_same_plan()
    {
        var plan = Said(await PlanAsync());
        foreach (var (separator, mark, lineEnd) in new[] { (';', false, "\n"), ('\t', true, "\r\n"), (',', true, "\r\n") })
        {
            _folder.WriteCsv(ImportFolder.Rows(), separator, mark, lineEnd);
            Assert.Equal(plan, Said(await PlanAsync()).Replace("\\r\\n", "\\n", StringComparison.Ordinal));
        }
        _folder.Delete("manifest.csv");
        _folder.WriteXlsx(ImportFolder.Rows());
        Assert.Equal(plan, Said(await PlanAsync()));
    }

    [Fact]
    public async Task A_dry_run_changes_nothing()
    {
        var before = await EverythingAsync();
        var plan = await PlanAsync();

        Assert.Empty(plan.Faults);
        Assert.Equal(["history", "handbook"], plan.Courseware.Where(courseware => courseware.There is null).Select(courseware => courseware.Key));
        Assert.Equal(6, plan.Files.Count(file => !file.IsStored));
        Assert.Equal(before, await EverythingAsync());
    }

    [Fact]
    public async Task Applied_it_makes_drafts_by_the_actor_import()
    {
        var imported = await ApplyAsync();

        Assert.All(imported, courseware => Assert.Null(courseware.Error));
        var draft = imported[0].Draft!;
        Assert.Equal((CoursewareState.Draft, "党的历史", SmallTown.County), (draft.State, draft.Content.Title, draft.Content.OrganisationId));
        Assert.Equal(["t-lin", "t-chen"], draft.Content.TeacherIds);
        Assert.Equal(["one", "two"], draft.Content.Chapters.Select(chapter => chapter.Key));
        Assert.Equal(["zh-CN", "en"], draft.Content.Chapters[0].Captions.Select(track => track.Language));
        Assert.Equal([(CoursewareAct.Created, "import")], draft.History.Select(happened => (happened.Act, happened.By)));
        var film = (await _host.Get<MediaLibrary>().FindAsync([draft.Content.Chapters[0].MediaId], None)).Single().Value;
        Assert.Equal(("party-history.mp4", 24_000), (film.Name, film.DurationMilliseconds));
        Assert.Empty((await _host.Get<CoursewareLibrary>().ListAsync(null, null, [], new(), None)).Nodes);
        var recorded = (await _host.Get<AuditLog>().ListAsync(Scope.Within(SmallTown.County), null, [], new(), None)).Nodes;
        Assert.Equal(
            imported
                .Select(courseware => ("import", AuditKind.Mutation, "import.create", new AuditTarget("CoursewareDraft", courseware.Draft!.Id), "OK"))
                .ToHashSet(),
            recorded.Select(entry => (entry.Subject, entry.Kind, entry.Operation, entry.Target!, entry.Result)).ToHashSet()
        );
        Assert.Single(recorded.Select(entry => entry.Correlation).Distinct());
    }

    [Fact]
    public async Task Applied_again_it_makes_nothing_twice_and_with_one_more_row_one_more()
    {
        await ApplyAsync();
        var before = await EverythingAsync();
        var plan = await PlanAsync();
        Assert.All(plan.Courseware, courseware => Assert.NotNull(courseware.There));
        Assert.All(plan.Courseware, courseware => Assert.False(courseware.Differs));
        Assert.All(plan.Files, file => Assert.True(file.IsStored));
        await ApplyAsync();
        Assert.Equal(before, await EverythingAsync());

        string[][] more = [.. ImportFolder.Rows(), ["reading", "诵读", "", "AUDIO", "LOCAL", "", "", "", "", "", "", "诵读", "reading.m4a", ""]];
        _folder.WriteCsv(more);
        await ApplyAsync();
        Assert.Equal(["党员手册", "党的历史", "诵读"], await TitlesAsync());
        Assert.Equal(6, await CountAsync("media"));
    }

    [Fact]
    public async Task Stopped_anywhere_it_goes_on_when_it_is_run_again()
    {
        var plan = await PlanAsync();
        for (var files = 0; files < 6; files++)
        {
            await Assert.ThrowsAsync<OperationCanceledException>(() => Import.PerformAsync(plan, submit: true, new StopsAfter(files), None));
        }
        // What is stored already is stored once more, and the last file comes in the end.
        await ApplyAsync(submit: true);

        Assert.Equal(["党员手册", "党的历史"], await TitlesAsync());
        Assert.Equal((6, 2), (await CountAsync("media"), await CountAsync("coursewareDrafts")));
        Assert.Equal(2, (await DraftsAsync()).Count(draft => draft is { State: CoursewareState.InReview, History.Count: 2 }));
    }

    [Fact]
    public async Task What_an_editor_changed_is_left_alone()
    {
        var draft = (await ApplyAsync())[0].Draft!;
        var edited = await _host.Get<EditorialDesk>().EditAsync(draft.Id, draft.Version, new() { Title = "党史两讲" }, Newsroom.Here, Newsroom.Editor, None);

        var plan = await PlanAsync();
        Assert.Equal([true, false], plan.Courseware.Select(courseware => courseware.Differs));
        var again = await Import.PerformAsync(plan, submit: true, null, None);
        Assert.Equal(
            [(edited.Version, CoursewareState.Draft), (2, CoursewareState.InReview)],
            again.Select(courseware => (courseware.Draft!.Version, courseware.Draft.State))
        );
    }

    [Fact]
    public async Task A_file_that_changed_after_the_plan_is_refused_and_leaves_the_others_alone()
    {
        var plan = await PlanAsync();
        _folder.Write("handbook.pdf", [.. await DemoMedia.BytesAsync("handbook.pdf"), .. "\n"u8]);
        var imported = await Import.PerformAsync(plan, submit: false, null, None);

        Assert.NotNull(imported[0].Draft);
        Assert.Equal(ContentErrorCode.MediaRefused, imported[1].Error?.Code);
        Assert.Equal(["党的历史"], await TitlesAsync());
    }

    [Fact]
    public async Task The_one_at_the_top_keeps_it_where_nobody_is_named()
    {
        Assert.Equal(SmallTown.City, (await Import.PlanAsync(_folder.Path, null, null, None)).Keeper.Id);
        await _host.Get<OrganisationTree>().AddAsync(new("350600", "中共漳州市委员会", OrganisationLevel.City, null, null, new(1949, 9, 1)), None);
        var error = await Assert.ThrowsAsync<ImportError>(() => Import.PlanAsync(_folder.Path, null, null, None));
        Assert.Equal(ManifestFault.OrganisationUnsaid, error.Fault);
    }

    /// <summary>One cell of the good manifest written otherwise, and what is told of it.</summary>
    [Fact]
    public async Task Faults_that_the_desk_or_the_checks_would_find_are_told_by_row_and_column()
    {
        _folder.Write("empty.mp4", []);
        _folder.Write("page.mp4", "<html></html>"u8);
        _folder.Write("picture.mp4", await DemoMedia.BytesAsync("poster.png"));
        _folder.Write("broken.vtt", "WEBVTT\n\nnever --> ever\nx\n"u8);
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "link.mp4"), Path.Combine(_folder.Path, "films/party-history.mp4"));
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "linked"), Path.Combine(_folder.Path, "films"));
        var told = new StringBuilder();
        foreach (
            var (row, column, cell) in new[]
            {
                (1, 1, ""),
                (1, 1, new string('长', 201)),
                (1, 2, new string('长', 4001)),
                (1, 8, "t-nobody"),
                (1, 8, "林国栋@350500"),
                (1, 8, "李红@quanzhou"),
                (1, 9, "handbook.pdf"),
                (1, 10, "第 一"),
                (2, 10, "one"),
                (1, 11, ""),
                (1, 12, "films"),
                (1, 12, "film.mp4"),
                (1, 12, "link.mp4"),
                (1, 12, "linked/party-history.mp4"),
                (1, 12, "empty.mp4"),
                (1, 12, "page.mp4"),
                (1, 12, "picture.mp4"),
                (1, 12, "poster.png"),
                (1, 13, "broken.vtt"),
                (1, 13, "handbook.pdf"),
                (1, 13, "film.vtt;zh-cn=film.en.vtt"),
                (1, 13, "中文=film.vtt"),
                (0, 1, "题目"),
            }
        )
        {
            var rows = ImportFolder.Rows();
            rows[row][column] = cell;
            _folder.WriteCsv(rows);
            var plan = await PlanAsync();
            told.AppendLine(CultureInfo.InvariantCulture, $"{ImportFolder.Header[column]} = {(cell.Length > 40 ? $"{cell[..5]}… ({cell.Length})" : cell)}");
            foreach (var fault in plan.Faults)
            {
                told.AppendLine(CultureInfo.InvariantCulture, $"  {fault.Row} {fault.Column}: {English(() => ImportTexts.Of(fault))}");
            }
        }
        Snapshot.Match(told.ToString());
    }

    public static TheoryData<ManifestFault, Action<ImportFolderHandle>> Stops() =>
        new()
        {
            { ManifestFault.FolderMissing, folder => folder.Directory += "-gone" },
            { ManifestFault.ManifestMissing, folder => folder.Folder.Delete("manifest.csv") },
            { ManifestFault.ManifestTwice, folder => folder.Folder.WriteXlsx(ImportFolder.Rows()) },
            { ManifestFault.ManifestEmpty, folder => folder.Folder.Write("manifest.csv", []) },
            // 标题 as spreadsheets in China save it by default: GBK.
            { ManifestFault.ManifestNotUtf8, folder => folder.Folder.Write("manifest.csv", [0xB1, 0xEA, 0xCC, 0xE2]) },
            { ManifestFault.ManifestUnreadable, folder => folder.Folder.Write("manifest.csv", "key,title\nhistory,\"open\n"u8) },
            { ManifestFault.ManifestUnreadable, folder => folder.OnlyXlsx("PK\x03\x04 no archive"u8.ToArray()) },
            { ManifestFault.ManifestUnreadable, folder => folder.OnlyXlsx(Zip("xl/workbook.xml", 10)) },
            { ManifestFault.ManifestTooLarge, folder => folder.Folder.Write("manifest.csv", new byte[(5 << 20) + 1]) },
            {
                ManifestFault.ManifestTooLarge,
                folder => folder.Folder.Write("manifest.csv", Encoding.UTF8.GetBytes("key\n" + string.Concat(Enumerable.Repeat("a\n", 10_000))))
            },
            { ManifestFault.ManifestTooLarge, folder => folder.OnlyXlsx(Zip("xl/worksheets/sheet1.xml", 65 << 20)) },
            { ManifestFault.OrganisationUnknown, folder => folder.Organisation = "999" },
        };

    [Theory]
    [MemberData(nameof(Stops), DisableDiscoveryEnumeration = true)]
    public async Task What_stops_an_import_before_the_first_row_is_told_as_that(ManifestFault fault, Action<ImportFolderHandle> arrange)
    {
        var handle = new ImportFolderHandle(_folder);
        arrange(handle);
        var error = await Assert.ThrowsAsync<ImportError>(() => Import.PlanAsync(handle.Directory, handle.Organisation, null, None));
        Assert.Equal(fault, error.Fault);
        Assert.DoesNotContain('\n', ImportTexts.Of(error));
    }

    [Fact]
    public void Every_fault_has_a_text() =>
        Assert.All(
            Enum.GetValues<ManifestFault>().Except([ManifestFault.Refused]),
            fault => Assert.True(ImportTexts.Has(fault.ToString()), $"ImportTexts.json lacks {fault}")
        );

    private CoursewareImport Import => _host.Get<CoursewareImport>();

    private Task<ImportPlan> PlanAsync() => Import.PlanAsync(_folder.Path, SmallTown.County, null, None);

    private async Task<IReadOnlyList<ImportedCourseware>> ApplyAsync(bool submit = false) => await Import.PerformAsync(await PlanAsync(), submit, null, None);

    private async Task<IReadOnlyList<CoursewareDraft>> DraftsAsync() =>
        [.. (await _host.Get<EditorialDesk>().ListAsync(Newsroom.Here, null, [], new(100), None)).Nodes];

    private async Task<IEnumerable<string>> TitlesAsync() => (await DraftsAsync()).Select(draft => draft.Content.Title).Order(StringComparer.Ordinal);

    private async Task<long> CountAsync(string collection) =>
        await _host.Database.GetCollection<BsonDocument>(collection).CountDocumentsAsync(FilterDefinition<BsonDocument>.Empty);

    private static string Said(ImportPlan plan) =>
        JsonSerializer.Serialize(
            new
            {
                plan.Courseware,
                plan.Files,
                plan.Faults,
            }
        );

    /// <summary>Every document and every blob.</summary>
    private async Task<string> EverythingAsync()
    {
        var all = new StringBuilder();
        foreach (var name in (await (await _host.Database.ListCollectionNamesAsync()).ToListAsync()).Order(StringComparer.Ordinal))
        {
            foreach (
                var document in (await _host.Database.GetCollection<BsonDocument>(name).Find(FilterDefinition<BsonDocument>.Empty).ToListAsync())
                    .Select(document => document.ToJson())
                    .Order(StringComparer.Ordinal)
            )
            {
                all.AppendLine(CultureInfo.InvariantCulture, $"{name} {document}");
            }
        }
        var data = _host.Get<IOptions<StorageOptions>>().Value.DataDirectory;
        return all.AppendJoin('\n', Directory.GetFiles(data, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)).ToString();
    }

    private static string English(Func<string> text)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        try
        {
            return text();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private static byte[] Zip(string name, int length)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var part = archive.CreateEntry(name).Open();
            part.Write(new byte[length]);
        }
        return bytes.ToArray();
    }

    /// <summary>Throws, as a stop does, when the file after so many begins.</summary>
    private sealed class StopsAfter(int files) : IProgress<ImportProgress>
    {
        private readonly HashSet<string> _seen = [];

        public void Report(ImportProgress value)
        {
            _seen.Add(value.File);
            if (_seen.Count > files)
                throw new OperationCanceledException();
        }
    }
}

/// <summary>What a case changes before the folder is read.</summary>
public sealed class ImportFolderHandle
{
    internal ImportFolderHandle(ImportFolder folder) => (Folder, Directory) = (folder, folder.Path);

    internal ImportFolder Folder { get; }

    public string Directory { get; set; }

    public string Organisation { get; set; } = SmallTown.County;

    public void OnlyXlsx(byte[] bytes)
    {
        Folder.Delete("manifest.csv");
        Folder.Write("manifest.xlsx", bytes);
    }
}
