using ELearning.Content;
using ELearning.Tests.Media;
using ELearning.Tests.Study;
using MongoDB.Bson;
using MongoDB.Driver;
using Snapshooter.Xunit;

namespace ELearning.Tests.Credits;

/// <summary>What is kept of each credit, and that nobody changes either of the two unseen, be it in the database itself.</summary>
public sealed class EvidenceTests : IAsyncLifetime
{
    private ContentFixture _host = null!;
    private StudyRoom _room = null!;

    public async Task InitializeAsync()
    {
        _host = await ContentFixture.StartAsync(new KeyValuePair<string, string?>("Secrets:Evidence", Convert.ToBase64String(new byte[32])));
        _room = new StudyRoom(_host);
        await _room.PublishAsync("history", 1800);
    }

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public async Task The_pack_of_an_online_credit_tells_everything_the_server_saw()
    {
        _host.Draw = Presence.After(100) with { Below = _ => 0 };
        await StudyAsync(0, 30);
        var session = await _room.StartAsync("history", device: "书房电脑");
        var home = new ClientTrace("203.0.113.7", "Firefox");
        await BeatAsync(session, 1, 60, 30, 90, null, home);
        var asked = (await BeatAsync(session, 2, 30, 300, 330, null, home)).Session!.PresenceCheck!;
        await BeatAsync(session, 3, 20, 330, 370, Presence.Right(asked), new("198.51.100.9", "Firefox"));
        await BeatAsync(session, 4, 300, 370, 670, null, home);
        var credit = Assert.Single((await _room.FinishAsync(session.Id)).Credits);

        var examined = (await _host.Get<LedgerAudit>().ExamineAsync([credit], default))[credit.Id];

        Assert.True(examined.Verified);
        Assert.Equal(credit.EvidenceHash, EvidenceChecks.HashOf(examined.Pack!));
        Snapshot.Match(
            new
            {
                credit.Seconds,
                credit.EvidenceHash,
                examined.Pack,
            }
        );
    }

    [Fact]
    public async Task A_session_over_midnight_has_one_pack_for_each_day_with_that_days_content()
    {
        _host.Time.SetUtcNow(SchoolTime.StartOf(new(2026, 3, 11)).AddSeconds(-20));
        var session = await _room.StartAsync("history");
        await _room.BeatAsync(session.Id, 50, 0, 50);
        await _room.BeatAsync(session.Id, 30, 50, 80);
        var credits = (await _room.FinishAsync(session.Id)).Credits;

        var examined = await _host.Get<LedgerAudit>().ExamineAsync(credits, default);

        Assert.Equal(
            [(new DateOnly(2026, 3, 10), 20, new ContentSpan(0, 20_000)), (new DateOnly(2026, 3, 11), 60, new ContentSpan(20_000, 80_000))],
            credits
                .Select(credit => (Study: examined[credit.Id].Pack!.Study!, credit.Seconds))
                .Select(day => (day.Study.Date, day.Seconds, day.Study.Accepted.Single()))
        );
        Assert.All(examined.Values, each => Assert.True(each.Verified));
    }

    [Theory]
    [InlineData("nothing", null)]
    [InlineData("seconds of an entry", "2 m1/s2/2026-03-10 HashMismatch")]
    [InlineData("interval of a pack", "2 m1/s2/2026-03-10 EvidenceMismatch")]
    [InlineData("time of a pack", "2 m1/s2/2026-03-10 EvidenceMismatch")]
    [InlineData("pack removed", "2 m1/s2/2026-03-10 EvidenceMissing")]
    [InlineData("entry removed", "2 m1/s2/2026-03-10 NumberGap")]
    [InlineData("last entry removed", "3 m1/s3/2026-03-10 EntryMissing")]
    [InlineData("entries swapped", "2 m1/s3/2026-03-10 PreviousHashMismatch")]
    [InlineData("last entry raised and hashed anew", "3 m1/s3/2026-03-10 EvidenceInsufficient")]
    [InlineData("last entry without its pack and hashed anew", "3 m1/s3/2026-03-10 EvidenceMissing")]
    [InlineData("first entry removed and all others hashed anew", "1 m1/s2/2026-03-10 EvidenceMismatch")]
    public async Task Tampering_is_found_and_named(string tampering, string? found)
    {
        for (var start = 0; start < 180; start += 60)
            await StudyAsync(start, start + 60);

        await TamperAsync(tampering);

        var verification = await _host.Get<LedgerAudit>().VerifyAsync("m1", default);
        Assert.Equal(found, verification.BrokenAt is { } broken ? $"{broken.Number} {broken.CreditId} {broken.Reason}" : null);
        Assert.Equal(found is null, verification.Verified);
    }

    [Fact]
    public async Task A_crash_between_evidence_and_credit_is_repaired_by_whoever_looks_next()
    {
        await StudyAsync(0, 60);
        var session = await _room.StartAsync("history");
        await _room.BeatAsync(session.Id, 60, 60, 120);
        var before = await Collection("desks").Find(new BsonDocument("_id", "m1")).SingleAsync();
        await _room.FinishAsync(session.Id);
        var pack = await Collection("evidence").Find(new BsonDocument("_id", "m1/s2/2026-03-10")).SingleAsync();
        // The desk as it was marked, not yet freed; of all that follows the evidence was written, the credit was not.
        before["session"]["ending"] = new BsonDocument { { "status", "Finished" }, { "at", before["session"]["seenAt"] } };
        foreach (var part in before["session"]["parts"].AsBsonArray)
            (part["confirmedMilliseconds"], part["pendingMilliseconds"]) = (part["pendingMilliseconds"], 0L);
        before["version"] = before["version"].ToInt64() + 1;
        await Collection("desks").ReplaceOneAsync(new BsonDocument("_id", "m1"), before);
        await Collection("credits").DeleteOneAsync(new BsonDocument("number", 2));

        var verification = await _host.Get<LedgerAudit>().VerifyAsync("m1", default);

        Assert.Equal((2, null), (verification.Entries, verification.BrokenAt));
        Assert.Equal(pack, await Collection("evidence").Find(new BsonDocument("_id", "m1/s2/2026-03-10")).SingleAsync());
    }

    [Fact]
    public async Task Another_entry_between_evidence_and_credit_leaves_both_verified()
    {
        // Two processes settle one session while a third posts a batch: whoever loses a number writes the entry again, the evidence never.
        await using var other = _host.Another();
        var session = await _room.StartAsync("history");
        await _room.BeatAsync(session.Id, 60, 0, 60);

        await Task.WhenAll([
            _room.FinishAsync(session.Id),
            new StudyRoom(other).FinishAsync(session.Id),
            .. Enumerable
                .Range(1, 5)
                .Select(part =>
                    _host
                        .Get<CreditLedger>()
                        .PostAsync(new($"m1/batch/{part}", "m1", CreditForm.Lecture, 60, new(2026, 3, 1), new(CreditSourceKind.Batch, "batch")), default)
                ),
        ]);

        var verification = await _host.Get<LedgerAudit>().VerifyAsync("m1", default);
        Assert.Equal((6, null), (verification.Entries, verification.BrokenAt));
    }

    [Fact]
    public async Task A_claim_is_its_own_evidence_and_batches_and_reversals_are_their_own_record()
    {
        await _host.BuildTownAsync();
        var member = await _host.RegisterAsync("QZ-0001");
        var asset = await _host.Get<MediaLibrary>().StoreAsync(DemoMedia.Open("handbook.pdf"), "证书.pdf", "application/pdf", SmallTown.City, default);
        var claims = _host.Get<CreditClaims>();
        var claim = await claims.ClaimAsync(
            new(member.Id, CreditForm.Lecture, 2700, new(2026, 3, 1), "党课", OrganisationLevel.County, asset.Id, null),
            new(member.Number, member.Id),
            default
        );
        await claims.DecideAsync(claim.Id, ClaimDecision.Approve, "材料齐全", new("admin-1", null), default);
        var batch = await _host.CreditAsync(member, "1", CreditForm.Lecture, 1, new(2026, 3, 2));
        await _host.Get<CreditLedger>().ReverseAsync(batch.Id, "重复", new("admin-1", null), default);

        var entries = (await _host.Get<CreditLedger>().EntriesAsync([member.Id], default))[member.Id].ToList();
        var examined = await _host.Get<LedgerAudit>().ExamineAsync(entries, default);

        var pack = examined[entries[0].Id].Pack!.Claim!;
        Assert.Equal((asset.Hash, "admin-1", "QZ-0001", "材料齐全", 2700), (pack.AssetHash, pack.DecidedBy, pack.ClaimedBy, pack.Reason, pack.Seconds));
        Assert.Equal([true, true, true], entries.Select(entry => examined[entry.Id].Verified));
        Assert.Equal([true, false, false], entries.Select(entry => examined[entry.Id].Pack is not null));
        Assert.Null((await _host.Get<LedgerAudit>().VerifyAsync(member.Id, default)).BrokenAt);
    }

    private async Task StudyAsync(int from, int to)
    {
        var session = await _room.StartAsync("history");
        await _room.BeatAsync(session.Id, to - from, from, to);
        await _room.FinishAsync(session.Id);
    }

    private async Task<StudyOutcome> BeatAsync(
        StudySession session,
        int sequence,
        double wait,
        double from,
        double to,
        PresenceAnswer? presence,
        ClientTrace client
    )
    {
        _room.Time.Advance(TimeSpan.FromSeconds(wait));
        return await _room.Desk.RecordAsync("m1", session.Id, new StudyBeat(sequence, to, [new(from, to)], presence) { Client = client }, default);
    }

    private async Task TamperAsync(string tampering)
    {
        switch (tampering)
        {
            case "seconds of an entry":
                await SetAsync("credits", "m1/s2/2026-03-10", "seconds", 3000);
                break;
            case "interval of a pack":
                await SetAsync("evidence", "m1/s2/2026-03-10", "study.accepted.0.endMilliseconds", 999_000L);
                break;
            case "time of a pack":
                await SetAsync("evidence", "m1/s2/2026-03-10", "study.startedAt", new BsonDateTime(0));
                break;
            case "pack removed":
                await Collection("evidence").DeleteOneAsync(new BsonDocument("_id", "m1/s2/2026-03-10"));
                break;
            case "entry removed":
                await Collection("credits").DeleteOneAsync(new BsonDocument("number", 2));
                break;
            case "last entry removed":
                await Collection("credits").DeleteOneAsync(new BsonDocument("number", 3));
                break;
            case "entries swapped":
                await SetAsync("credits", "m1/s2/2026-03-10", "number", 99);
                await SetAsync("credits", "m1/s3/2026-03-10", "number", 2);
                await SetAsync("credits", "m1/s2/2026-03-10", "number", 3);
                break;
            case "last entry raised and hashed anew":
                await ForgeAsync(2, entry => entry with { Seconds = 3000 });
                break;
            case "last entry without its pack and hashed anew":
                await Collection("evidence").DeleteOneAsync(new BsonDocument("_id", "m1/s3/2026-03-10"));
                await ForgeAsync(2, entry => entry with { Seconds = 3000, EvidenceHash = null });
                break;
            case "first entry removed and all others hashed anew":
                await Collection("credits").DeleteOneAsync(new BsonDocument("number", 1));
                await Collection("evidence").DeleteOneAsync(new BsonDocument("_id", "m1/s1/2026-03-10"));
                string? previous = null;
                for (var i = 0; i < 2; i++)
                    previous = await ForgeAsync(i, entry => entry with { Number = i + 1, PreviousHash = previous });
                break;
        }
    }

    /// <summary>What somebody could do who has the database and this source.</summary>
    private async Task<string> ForgeAsync(int index, Func<Credit, Credit> forge)
    {
        var entry = forge((await _room.LedgerAsync())[index]);
        entry = entry with { Hash = LedgerChain.HashOf(entry) };
        await _host.Database.GetCollection<Credit>("credits").ReplaceOneAsync(stored => stored.Id == entry.Id, entry);
        return entry.Hash;
    }

    private Task<UpdateResult> SetAsync(string collection, string id, string path, BsonValue value) =>
        Collection(collection).UpdateOneAsync(new BsonDocument("_id", id), new BsonDocument("$set", new BsonDocument(path, value)));

    private IMongoCollection<BsonDocument> Collection(string name) => _host.Database.GetCollection<BsonDocument>(name);
}
