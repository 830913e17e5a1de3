using System.Security.Cryptography;
using ELearning.Content;
using ELearning.Tests.Media;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Tests.Uploads;

/// <summary>tus 1.0 as it is written: core and the extensions that are offered, and each refusal with its status.</summary>
public sealed class UploadProtocolTests(UploadProtocolTests.Town town) : IClassFixture<UploadProtocolTests.Town>
{
    private static readonly string Film = TusCaller.FilmOf(SmallTown.Village);

    [Fact]
    public async Task Anybody_learns_what_the_server_can()
    {
        var answer = await new TusCaller(town.Host.CreateClient(), null).SendAsync("OPTIONS", "/uploads", ("Tus-Resumable", ""));
        Assert.Equal(
            (204, "1.0.0", "creation,creation-with-upload,checksum,expiration,termination", "5368709120", "sha1,sha256,md5"),
            (answer.Status, answer["Tus-Version"], answer["Tus-Extension"], answer["Tus-Max-Size"], answer["Tus-Checksum-Algorithm"])
        );
    }

    [Fact]
    public async Task A_file_goes_in_by_pieces_and_becomes_an_asset()
    {
        var (editor, bytes) = (await town.EditorAsync("pieces"), await UploadFilm.OfLengthAsync(600_000));
        var created = await editor.SendAsync("POST", "/uploads", ("Upload-Length", "600000"), ("Upload-Metadata", Film));
        Assert.Equal((201, "1.0.0", "0", Town.Expires), (created.Status, created["Tus-Resumable"], created["Upload-Offset"], created["Upload-Expires"]));
        var path = "/" + created["Location"];

        var first = await editor.PatchAsync(path, 0, bytes[..400_000]);
        Assert.Equal((204, "400000", null), (first.Status, first["Upload-Offset"], first["Upload-Asset-Id"]));
        var head = await editor.SendAsync("HEAD", path);
        Assert.Equal(
            (200, "400000", "600000", Film, "no-store", Town.Expires),
            (head.Status, head["Upload-Offset"], head["Upload-Length"], head["Upload-Metadata"], head["Cache-Control"], head["Upload-Expires"])
        );
        var open = (await editor.SendAsync("GET", path, ("Tus-Resumable", ""))).Json;
        Assert.Equal(
            ("OPEN", "党史.mp4", 400_000),
            (open.GetProperty("status").GetString(), open.GetProperty("name").GetString(), open.GetProperty("offset").GetInt64())
        );

        var last = await editor.PatchAsync(path, 400_000, bytes[400_000..]);
        Assert.Equal((204, "600000"), (last.Status, last["Upload-Offset"]));
        Assert.True(NodeId.TryDecode(last["Upload-Asset-Id"]!, out var type, out var id));
        var asset = (await town.Host.Service<MediaLibrary>().FindAsync([id], default))[id];
        Assert.Equal(
            ("Media", UploadFilm.HashOf(bytes), "党史.mp4", "video/mp4", SmallTown.Village),
            (type, asset.Hash, asset.Name, asset.ContentType, asset.OrganisationId)
        );
        foreach (var again in new[] { await editor.SendAsync("HEAD", path), await editor.SendAsync("GET", path), await editor.PatchAsync(path, 600_000, []) })
        {
            Assert.Equal((true, last["Upload-Asset-Id"]), (again.Status is 200 or 204, again["Upload-Asset-Id"]));
        }
    }

    [Fact]
    public async Task The_first_bytes_or_all_of_them_may_come_with_the_creation()
    {
        var (editor, bytes) = (await town.EditorAsync("along"), await UploadFilm.OfLengthAsync(600_000));
        var some = await editor.SendAsync("POST", "/uploads", bytes[..1000], ("Upload-Length", "600000"), ("Upload-Metadata", Film));
        Assert.Equal((201, "1000", null), (some.Status, some["Upload-Offset"], some["Upload-Asset-Id"]));
        Assert.Equal(204, (await editor.PatchAsync("/" + some["Location"], 1000, bytes[1000..])).Status);
        var all = await editor.SendAsync("POST", "/uploads/", bytes, ("Upload-Length", "600000"), ("Upload-Metadata", Film));
        Assert.Equal((201, "600000", true), (all.Status, all["Upload-Offset"], all["Upload-Asset-Id"] is not null));
        Assert.Equal(200, (await editor.SendAsync("HEAD", "/uploads/" + all["Location"])).Status);
    }

    [Theory]
    [InlineData("sha1")]
    [InlineData("sha256")]
    [InlineData("md5")]
    public async Task A_piece_is_compared_with_its_checksum(string algorithm)
    {
        var (editor, bytes) = (await town.EditorAsync(algorithm), await UploadFilm.OfLengthAsync(600_000));
        var path = await editor.CreateAsync(bytes.Length, Film);
        var wrong = await editor.PatchAsync(path, 0, bytes[1..], ("Upload-Checksum", Checksum(bytes)));
        Assert.Equal((460, "CHECKSUM_MISMATCH", "0"), (wrong.Status, wrong.Code, (await editor.SendAsync("HEAD", path))["Upload-Offset"]));
        Assert.Equal(204, (await editor.PatchAsync(path, 0, bytes, ("Upload-Checksum", Checksum(bytes)))).Status);

        var damaged = await editor.SendAsync(
            "POST",
            "/uploads",
            bytes[1..],
            ("Upload-Length", "600000"),
            ("Upload-Metadata", Film),
            ("Upload-Checksum", Checksum(bytes))
        );
        Assert.Equal((460, null), (damaged.Status, damaged["Location"]));
        var theirs = town.Host.Service<ContentDatabase>().Collection<BsonDocument>("uploads");
        Assert.Equal(path, "/uploads/" + (await theirs.Find(new BsonDocument("subject", algorithm)).SingleAsync())["_id"].AsString);

        string Checksum(byte[] of) =>
            $"{algorithm} {Convert.ToBase64String(CryptographicOperations.HashData(new HashAlgorithmName(algorithm.ToUpperInvariant()), of))}";
    }

    [Fact]
    public async Task The_real_method_may_be_in_a_header()
    {
        var editor = await town.EditorAsync("override");
        var path = await editor.CreateAsync(600_000, Film);
        Assert.Equal((204, "3"), await StatusAsync(editor.SendAsync("POST", path, [0, 0, 0], ("Upload-Offset", "0"), ("X-HTTP-Method-Override", "PATCH"))));
        Assert.Equal((200, "3"), await StatusAsync(editor.SendAsync("POST", path, ("X-HTTP-Method-Override", "head"))));
        Assert.Equal(204, (await editor.SendAsync("POST", path, ("X-HTTP-Method-Override", "DELETE"))).Status);

        static async Task<(int, string?)> StatusAsync(Task<TusAnswer> answer) => ((await answer).Status, (await answer)["Upload-Offset"]);
    }

    [Fact]
    public async Task What_is_given_up_is_gone()
    {
        var editor = await town.EditorAsync("termination");
        var path = await editor.CreateAsync(600_000, Film);
        await editor.PatchAsync(path, 0, new byte[1000]);
        Assert.Equal(204, (await editor.SendAsync("DELETE", path)).Status);
        Assert.Equal(
            (404, 404, 404, 404),
            (
                (await editor.SendAsync("DELETE", path)).Status,
                (await editor.SendAsync("HEAD", path)).Status,
                (await editor.SendAsync("GET", path)).Status,
                (await editor.PatchAsync(path, 1000, new byte[1000])).Status
            )
        );
        await foreach (var staged in town.Host.Service<IBlobs>().Staging.ListAsync(default))
        {
            Assert.DoesNotContain(staged, path, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_upload_is_there_for_whoever_began_it_and_for_administrators_and_for_nobody_else()
    {
        var (editor, other) = (await town.EditorAsync("mine"), await town.EditorAsync("theirs"));
        var administrator = await TusCaller.SignInAsync(town.Host.CreateClient(), "root", "Administrator");
        var path = await editor.CreateAsync(600_000, Film);
        Assert.Equal(
            (404, 404, 404, 404),
            (
                (await other.SendAsync("HEAD", path)).Status,
                (await other.SendAsync("GET", path)).Status,
                (await other.SendAsync("DELETE", path)).Status,
                (await other.PatchAsync(path, 0, [1])).Status
            )
        );
        Assert.Equal((200, 204), ((await administrator.SendAsync("HEAD", path)).Status, (await administrator.PatchAsync(path, 0, [1])).Status));
        var grant = Assert.Single(await town.Host.Service<GrantBook>().ForAsync("mine", SchoolTime.Today(town.Host.Time), default));
        await town.Host.Service<GrantBook>().RevokeAsync(grant.Id, SchoolTime.Today(town.Host.Time).AddDays(-1), SmallTown.Root, default);
        Assert.Equal((404, 200), ((await editor.PatchAsync(path, 1, [1])).Status, (await administrator.SendAsync("HEAD", path)).Status));
    }

    [Fact]
    public async Task Only_editors_upload_and_only_for_organisations_of_their_grants()
    {
        var http = town.Host.CreateClient();
        (string, string)[] film = [("Upload-Length", "600000"), ("Upload-Metadata", Film)];
        var nobody = await new TusCaller(http, null).SendAsync("POST", "/uploads", film);
        Assert.Equal((401, "UNAUTHENTICATED", "Bearer"), (nobody.Status, nobody.Code, nobody["WWW-Authenticate"]));
        foreach (var role in new[] { "OrganisationAdmin", "Reviewer", "Auditor" })
        {
            Assert.Equal((403, "FORBIDDEN"), await CodeAsync(await TusCaller.SignInAsync(http, "not-an-editor", role, SmallTown.City), Film));
        }
        var editor = await TusCaller.SignInAsync(http, "street-editor", "Editor", SmallTown.Street);
        Assert.Equal((403, "FORBIDDEN"), await CodeAsync(editor, Film));
        Assert.Equal((403, "FORBIDDEN"), await CodeAsync(editor, TusCaller.FilmOf("unknown")));
        Assert.Equal(201, (await editor.SendAsync("POST", "/uploads", film[0], ("Upload-Metadata", TusCaller.FilmOf(SmallTown.Office)))).Status);
        Assert.Equal(201, (await (await TusCaller.SignInAsync(http, "root", "Administrator")).SendAsync("POST", "/uploads", film)).Status);

        static async Task<(int, string?)> CodeAsync(TusCaller caller, string metadata)
        {
            var answer = await caller.SendAsync("POST", "/uploads", ("Upload-Length", "600000"), ("Upload-Metadata", metadata));
            return (answer.Status, answer.Code);
        }
    }

    [Fact]
    public async Task A_file_goes_into_a_folder_of_its_organisation_and_into_no_other()
    {
        var (editor, bytes) = (await town.EditorAsync("folders"), await UploadFilm.OfLengthAsync(600_000, seed: 7));
        var own = await FolderAsync(SmallTown.Village);
        var other = await FolderAsync(SmallTown.Office);

        Assert.Equal((403, "FORBIDDEN"), await RefusalAsync(NodeId.Encode("AssetFolder", other)));
        Assert.Equal((403, "FORBIDDEN"), await RefusalAsync(NodeId.Encode("AssetFolder", "unknown")));
        Assert.Equal((400, "INVALID_ID"), await RefusalAsync(NodeId.Encode("Organisation", SmallTown.Village)));
        var stored = await SendAsync(NodeId.Encode("AssetFolder", own));
        Assert.True(NodeId.TryDecode(stored["Upload-Asset-Id"]!, out _, out var id));
        Assert.Equal(own, (await town.Host.Service<MediaLibrary>().FindAsync([id], default))[id].FolderId);

        async Task<string> FolderAsync(string organisation) =>
            (await town.Host.Service<MediaShelf>().CreateFolderAsync(organisation, "片库", null, Scope.All, new("folders", null), default)).Id;

        Task<TusAnswer> SendAsync(string folder) =>
            editor.SendAsync("POST", "/uploads", bytes, ("Upload-Length", "600000"), ("Upload-Metadata", $"{Film},{TusCaller.Metadata(("folderId", folder))}"));

        async Task<(int, string?)> RefusalAsync(string folder)
        {
            var answer = await SendAsync(folder);
            return (answer.Status, answer.Code);
        }
    }

    [Theory]
    [InlineData("another version", "POST", 412, "TUS_VERSION", "Tus-Resumable", "0.2.2")]
    [InlineData("no version", "POST", 412, "TUS_VERSION", "Tus-Resumable", "")]
    [InlineData("no version", "HEAD", 412, null, "Tus-Resumable", "")]
    [InlineData("no version", "PATCH", 412, "TUS_VERSION", "Tus-Resumable", "")]
    [InlineData("no version", "DELETE", 412, "TUS_VERSION", "Tus-Resumable", "")]
    [InlineData("no length", "POST", 400, "INVALID_REQUEST", "Upload-Length", "")]
    [InlineData("a negative length", "POST", 400, "INVALID_REQUEST", "Upload-Length", "-1")]
    [InlineData("a length that is none", "POST", 400, "INVALID_REQUEST", "Upload-Length", "1e3")]
    [InlineData("a length beyond all bounds", "POST", 400, "INVALID_REQUEST", "Upload-Length", "99999999999999999999")]
    [InlineData("a length told later", "POST", 400, "INVALID_REQUEST", "Upload-Defer-Length", "1")]
    [InlineData("a file of several uploads", "POST", 400, "INVALID_REQUEST", "Upload-Concat", "partial")]
    [InlineData("a film that is too large", "POST", 413, "UPLOAD_TOO_LARGE", "Upload-Length", "5368709121")]
    [InlineData("no metadata", "POST", 400, "INVALID_REQUEST", "Upload-Metadata", "")]
    [InlineData("metadata that are no base64", "POST", 400, "INVALID_REQUEST", "Upload-Metadata", "filename %%%")]
    [InlineData("metadata that are no text", "POST", 400, "INVALID_REQUEST", "Upload-Metadata", "filename /w==")]
    [InlineData("metadata said twice", "POST", 400, "INVALID_REQUEST", "Upload-Metadata", "a,a")]
    [InlineData("metadata without an organisation", "POST", 400, "INVALID_REQUEST", "Upload-Metadata", "filename YS5tcDQ=")]
    [InlineData("an organisation that is no id", "POST", 400, "INVALID_ID", "Upload-Metadata", "organisationId YQ==")]
    [InlineData("another kind of body", "PATCH", 415, "UPLOAD_BODY_TYPE", "Content-Type", "application/octet-stream")]
    [InlineData("no offset", "PATCH", 400, "INVALID_REQUEST", "Upload-Offset", "")]
    [InlineData("a negative offset", "PATCH", 400, "INVALID_REQUEST", "Upload-Offset", "-5")]
    [InlineData("another offset", "PATCH", 409, "CONFLICT", "Upload-Offset", "5")]
    [InlineData("an unknown algorithm", "PATCH", 400, "INVALID_REQUEST", "Upload-Checksum", "crc32 AAAA")]
    [InlineData("a checksum that is no base64", "PATCH", 400, "INVALID_REQUEST", "Upload-Checksum", "sha1 %")]
    [InlineData("a checksum of the wrong length", "PATCH", 400, "INVALID_REQUEST", "Upload-Checksum", "sha1 AAAA")]
    [InlineData("a method that is not offered", "PUT", 405, "METHOD_NOT_OFFERED", "X-Nothing", "1")]
    public async Task A_request_that_breaks_a_rule_has_its_status_and_does_nothing(
        string what,
        string method,
        int status,
        string? code,
        string header,
        string value
    )
    {
        var editor = await town.EditorAsync("breaker");
        var path = await editor.CreateAsync(600_000, Film);
        var headers = new Dictionary<string, string>();
        if (method == "POST")
            (headers["Upload-Length"], headers["Upload-Metadata"]) = ("600000", Film);
        if (method == "PATCH")
            headers["Upload-Offset"] = "0";
        headers[header] = value;
        var answer = await editor.SendAsync(
            method,
            method == "POST" ? "/uploads" : path,
            method == "PATCH" ? new ByteArrayContent([1, 2, 3]) : null,
            [.. headers.Select(pair => (pair.Key, pair.Value))]
        );
        Assert.True(answer.Status == status && (code is null || answer.Code == code), $"{what}: {answer.Status} {answer.Text}");
        Assert.Equal("1.0.0", answer["Tus-Resumable"]);
        if (status == 412)
            Assert.Equal("1.0.0", answer["Tus-Version"]);
        if (status == 405)
            Assert.Equal("OPTIONS, HEAD, GET, PATCH, DELETE", answer["Allow"]);
        Assert.Equal((200, "0"), ((await editor.SendAsync("HEAD", path)).Status, (await editor.SendAsync("HEAD", path))["Upload-Offset"]));
        await editor.SendAsync("DELETE", path);
    }

    [Fact]
    public async Task More_bytes_than_were_promised_are_refused_whether_their_number_is_said_or_not()
    {
        var editor = await town.EditorAsync("more");
        var path = await editor.CreateAsync(500, Film);
        Assert.Equal(413, (await editor.PatchAsync(path, 0, new byte[501])).Status);
        // To look where to go on is the mend there, however long the piece is.
        foreach (var elsewhere in new[] { 1, 501 })
            Assert.Equal((elsewhere, 409), (elsewhere, (await editor.PatchAsync(path, elsewhere, new byte[501])).Status));
        Assert.Equal(413, (await editor.SendAsync("PATCH", path, new StreamContent(new CutStream(new byte[501])), ("Upload-Offset", "0"))).Status);
        Assert.Equal("0", (await editor.SendAsync("HEAD", path))["Upload-Offset"]);
    }

    [Theory]
    [InlineData("a page", "video/mp4", "<html></html>", "en", "was not taken")]
    [InlineData("a page", "video/mp4", "<html></html>", "zh-CN", "文件未被接收")]
    [InlineData("nothing", "video/mp4", "", "en", "empty")]
    public async Task A_whole_file_that_breaks_a_rule_is_refused_by_its_name_as_often_as_it_is_asked_for(
        string what,
        string type,
        string text,
        string language,
        string says
    )
    {
        var editor = await town.EditorAsync("refused");
        var metadata = TusCaller.Metadata(("filename", "a.mp4"), ("filetype", type), ("organisationId", NodeId.Encode("Organisation", SmallTown.Village)));
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        var created = await editor.SendAsync(
            "POST",
            "/uploads",
            bytes,
            ("Upload-Length", $"{bytes.Length}"),
            ("Upload-Metadata", metadata),
            ("Accept-Language", language)
        );
        var path = "/" + created["Location"];
        foreach (
            var answer in new[]
            {
                created,
                await editor.SendAsync("GET", path, ("Accept-Language", language)),
                await editor.PatchAsync(path, bytes.Length, [], ("Accept-Language", language)),
            }
        )
        {
            Assert.Equal((422, "MEDIA_REFUSED", answer["Upload-Refused-By"]), (answer.Status, answer.Code, answer.Json.GetProperty("rule").GetString()));
            Assert.True(answer.Json.GetProperty("detail").GetString()!.Contains(says, StringComparison.Ordinal), $"{what}: {answer.Text}");
        }
        Assert.Equal(
            (422, created["Upload-Refused-By"]),
            ((await editor.SendAsync("HEAD", path)).Status, (await editor.SendAsync("HEAD", path))["Upload-Refused-By"])
        );
    }

    [Fact]
    public async Task A_hash_that_was_announced_must_be_the_files()
    {
        var (editor, bytes) = (await town.EditorAsync("hash"), await UploadFilm.OfLengthAsync(600_000));
        var wrong = await editor.SendAsync(
            "POST",
            "/uploads",
            bytes,
            ("Upload-Length", "600000"),
            ("Upload-Metadata", $"{Film},{TusCaller.Metadata(("sha256", new string('0', 64)))}")
        );
        Assert.Equal((422, "MEDIA_REFUSED"), (wrong.Status, wrong.Code));
        var right = await editor.SendAsync(
            "POST",
            "/uploads",
            bytes,
            ("Upload-Length", "600000"),
            ("Upload-Metadata", $"{Film},{TusCaller.Metadata(("sha256", UploadFilm.HashOf(bytes)))}")
        );
        Assert.Equal(201, right.Status);
    }

    [Fact]
    public async Task A_type_that_is_not_stored_is_refused_before_its_first_byte()
    {
        var answer = await (await town.EditorAsync("type")).SendAsync(
            "POST",
            "/uploads",
            ("Upload-Length", "10"),
            (
                "Upload-Metadata",
                TusCaller.Metadata(
                    ("filename", "a.exe"),
                    ("filetype", "application/x-msdownload"),
                    ("organisationId", NodeId.Encode("Organisation", SmallTown.Village))
                )
            )
        );
        Assert.Equal((422, "MEDIA_REFUSED", null), (answer.Status, answer.Code, answer["Location"]));
    }

    [Fact]
    public async Task An_organisation_stores_and_has_on_the_way_so_many_bytes_and_no_more()
    {
        const long Half = 600 << 20;
        await using var school = await School.OpenAsync(("Uploads:InFlightPerOrganisation", $"{1L << 30}"), ("Uploads:StoredPerOrganisation", $"{1L << 30}"));
        var editor = await TusCaller.SignInAsync(school.Host.CreateClient(), "quota", "Editor", SmallTown.City);
        var first = await editor.CreateAsync(Half, Film);
        Assert.Equal((413, "QUOTA_EXCEEDED"), await CreateAsync(Film));
        await editor.CreateAsync(Half, TusCaller.FilmOf(SmallTown.Office));
        await editor.SendAsync("DELETE", first);
        await editor.CreateAsync(Half, Film);
        school.Host.Time.Advance(TimeSpan.FromHours(25));
        editor = await TusCaller.SignInAsync(school.Host.CreateClient(), "quota", "Editor", SmallTown.City);
        await editor.SendAsync("DELETE", await editor.CreateAsync(Half, Film));

        // As if what is stored were as large.
        await using var film = DemoMedia.Open("party-history.mp4");
        var stored = await school.Host.Service<MediaLibrary>().StoreAsync(film, "党史.mp4", "video/mp4", SmallTown.Village, default);
        await school
            .Host.Service<ContentDatabase>()
            .Collection<BsonDocument>("media")
            .UpdateOneAsync(new BsonDocument("_id", stored.Id), new BsonDocument("$set", new BsonDocument("byteLength", Half)));
        Assert.Equal((413, "QUOTA_EXCEEDED"), await CreateAsync(Film));
        await editor.CreateAsync((1L << 30) - Half, Film);

        async Task<(int, string?)> CreateAsync(string metadata)
        {
            var answer = await editor.SendAsync("POST", "/uploads", ("Upload-Length", $"{Half}"), ("Upload-Metadata", metadata));
            return (answer.Status, answer.Code);
        }
    }

    [Fact]
    public async Task An_editor_has_so_many_unfinished_uploads_and_no_more()
    {
        var editor = await town.EditorAsync("many");
        var paths = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            paths.Add(await editor.CreateAsync(600_000, Film));
        }
        var answer = await editor.SendAsync("POST", "/uploads", ("Upload-Length", "600000"), ("Upload-Metadata", Film));
        Assert.Equal((429, "TOO_MANY_UPLOADS"), (answer.Status, answer.Code));
        await editor.SendAsync("DELETE", paths[0]);
        await editor.CreateAsync(600_000, Film);
    }

    [Fact]
    public async Task An_upload_without_progress_expires_and_its_place_is_free_again()
    {
        await using var own = new Town();
        await own.InitializeAsync();
        var path = await (await own.EditorAsync("late")).CreateAsync(600_000, Film);
        own.Host.Time.Advance(TimeSpan.FromHours(23));
        Assert.Equal(204, (await (await own.EditorAsync("late")).PatchAsync(path, 0, [1])).Status);
        own.Host.Time.Advance(TimeSpan.FromHours(24));
        var editor = await own.EditorAsync("late");
        Assert.Equal((410, "UPLOAD_EXPIRED"), ((await editor.PatchAsync(path, 1, [1])).Status, (await editor.PatchAsync(path, 1, [1])).Code));
        Assert.Equal((410, 410), ((await editor.SendAsync("HEAD", path)).Status, (await editor.SendAsync("GET", path)).Status));
        await own.Host.Service<UploadSweeper>().SweepAsync(default);
        Assert.Equal(404, (await editor.SendAsync("HEAD", path)).Status);
    }

    /// <summary>One town for all tests; each has editors of its own.</summary>
    public sealed class Town : IAsyncLifetime, IAsyncDisposable
    {
        public const string Expires = "Tue, 03 Mar 2026 01:00:00 GMT";

        internal ApiHost Host { get; } = new();

        public Task InitializeAsync() => Host.Service<OrganisationTree>().AddManyAsync(SmallTown.Organisations, default);

        internal Task<TusCaller> EditorAsync(string subject) => TusCaller.SignInAsync(Host.CreateClient(), subject, "Editor", SmallTown.Township);

        public async ValueTask DisposeAsync() => await Host.DisposeAsync();

        Task IAsyncLifetime.DisposeAsync() => Host.DisposeAsync().AsTask();
    }
}
