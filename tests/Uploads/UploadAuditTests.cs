using ELearning.Content;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Tests.Uploads;

/// <summary>What the audit log says of uploads: who began and ended which, and who was refused; nothing of what is in them.</summary>
public sealed class UploadAuditTests(UploadProtocolTests.Town town) : IClassFixture<UploadProtocolTests.Town>
{
    private static readonly string Film = TusCaller.FilmOf(SmallTown.Village);

    [Fact]
    public async Task An_upload_is_recorded_when_it_begins_and_when_it_ends_and_not_in_between()
    {
        var (editor, bytes) = (await town.EditorAsync("recorded"), await UploadFilm.OfLengthAsync(600_000));
        var path = await editor.CreateAsync(bytes.Length, Film);
        await editor.PatchAsync(path, 0, bytes[..1000]);
        var last = await editor.PatchAsync(path, 1000, bytes[1000..]);
        await editor.SendAsync("HEAD", path);
        var page = await editor.SendAsync("POST", "/uploads", "<html></html>"u8.ToArray(), ("Upload-Length", "13"), ("Upload-Metadata", Film));
        await editor.SendAsync(
            "POST",
            "/uploads",
            ("Upload-Length", "10"),
            ("Upload-Metadata", Film.Replace("dmlkZW8vbXA0", "dmlkZW8vbm9uZQ==", StringComparison.Ordinal))
        );
        await editor.SendAsync("DELETE", await editor.CreateAsync(bytes.Length, Film));

        Assert.True(NodeId.TryDecode(last["Upload-Asset-Id"]!, out _, out var asset));
        const string Village = $"Organisation:{SmallTown.Village}";
        Assert.Equal(
            [
                $"Mutation uploads.create {Village} OK",
                $"Mutation uploads.finish Media:{asset} OK",
                $"Mutation uploads.create {Village} OK",
                $"Mutation uploads.finish {Village} MEDIA_REFUSED {page["Upload-Refused-By"]}",
                $"Mutation uploads.create {Village} MEDIA_REFUSED",
                $"Mutation uploads.create {Village} OK",
                $"Mutation uploads.terminate {Village} OK",
            ],
            await LinesAsync("recorded")
        );
        var entries = await EntriesAsync("recorded");
        Assert.All(entries, entry => Assert.Contains(SmallTown.City, entry["lineage"].AsBsonArray.Select(above => above.AsString)));
        Assert.Equal(last["X-Correlation-Id"], entries[1]["correlation"].AsString);
        Assert.DoesNotContain("党史", string.Concat(entries.Select(entry => entry.ToJson())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_reaches_for_what_is_not_theirs_is_recorded_as_refused()
    {
        var path = await (await town.EditorAsync("owner")).CreateAsync(600_000, Film);
        var other = await town.EditorAsync("stranger");
        await other.SendAsync("HEAD", path);
        await other.PatchAsync(path, 0, [1]);
        await other.SendAsync("DELETE", path);
        await other.SendAsync("HEAD", "/uploads/unknown");
        await other.SendAsync("POST", "/uploads", ("Upload-Length", "600000"), ("Upload-Metadata", TusCaller.FilmOf(SmallTown.Street)));
        await (await TusCaller.SignInAsync(town.Host.CreateClient(), "no-editor", "Reviewer", SmallTown.City)).SendAsync(
            "POST",
            "/uploads",
            ("Upload-Length", "600000"),
            ("Upload-Metadata", Film)
        );
        Assert.Equal(
            [
                $"RefusedAct uploads.read Organisation:{SmallTown.Village} NOT_FOUND",
                $"RefusedAct uploads.append Organisation:{SmallTown.Village} NOT_FOUND",
                $"RefusedAct uploads.terminate Organisation:{SmallTown.Village} NOT_FOUND",
                $"RefusedAct uploads.create Organisation:{SmallTown.Street} FORBIDDEN",
            ],
            await LinesAsync("stranger")
        );
        Assert.Equal(["RefusedAct uploads.create  FORBIDDEN"], await LinesAsync("no-editor"));
    }

    [Fact]
    public async Task A_grant_that_is_asked_for_with_a_token_is_recorded()
    {
        await town.EditorAsync("granted");
        using var unknown = await town
            .Host.CreateClient()
            .PostAsync(
                new Uri("/dev/token", UriKind.Relative),
                System.Net.Http.Json.JsonContent.Create(
                    new
                    {
                        subject = "granted",
                        roles = new[] { "Editor" },
                        organisation = "none",
                    }
                )
            );
        Assert.Equal(
            [$"Mutation development.giveGrant Organisation:{SmallTown.Township} OK", "Mutation development.giveGrant Organisation:none NOT_FOUND"],
            (await LinesAsync(Api.DevelopmentIssuer.Subject))[^2..]
        );
    }

    private async Task<List<string>> LinesAsync(string subject) =>
        [
            .. (await EntriesAsync(subject)).Select(entry =>
                $"{entry["kind"]} {entry["operation"]} {(entry.TryGetValue("target", out var target) ? $"{target["type"]}:{target["id"]}" : "")} {entry["result"]} {(entry.TryGetValue("rule", out var rule) ? rule : "")}".TrimEnd()
            ),
        ];

    /// <summary>In the order in which they were written.</summary>
    private async Task<List<BsonDocument>> EntriesAsync(string subject) =>
        [
            .. (await town.Host.Service<ContentDatabase>().Collection<BsonDocument>("audit").Find(new BsonDocument()).ToListAsync()).Where(entry =>
                entry["subject"] == subject
            ),
        ];
}
