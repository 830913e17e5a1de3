using System.IO.Compression;
using System.Security.Cryptography;
using ELearning.Content;

namespace ELearning.Tests.Documents;

/// <summary>
/// The whole data directory of the demonstration as a release left it, to which this build is started: <c>release-2026-11.zip</c> is of the last build before
/// organisations and members could be entered. Its blobs are the demonstration's own files, which the repository has already.
/// </summary>
public sealed class DataDirectoryTests
{
    /// <summary>The day after that process was stopped.</summary>
    private static readonly DateTimeOffset Begin = new(2026, 12, 2, 9, 0, 0, SchoolTime.Offset);

    [Fact]
    public async Task A_directory_of_an_earlier_release_is_served_studied_and_brought_forward()
    {
        await using var host = new ApiHost(await UnpackAsync("release-2026-11"), Begin);
        var root = host.ClientFor("root", "Administrator");
        Assert.Equal(988, (await root.QueryAsync("{ members { totalCount } }"))["members.totalCount"]!.GetValue<int>());
        Assert.Equal(342, (await root.QueryAsync("{ organisations { totalCount } }"))["organisations.totalCount"]!.GetValue<int>());

        // What the release stored without words to find it by is found once it was brought forward.
        const string Search = """{ members(search: "梁炳军") { nodes { id number } } }""";
        while (await host.Service<RegisterSweeper>().SweepAsync(default) > 0)
            continue;
        var found = await root.QueryAsync(Search);
        Assert.Equal("QZ000001", found.String("members.nodes.0.number"));

        var numbers = (await root.QueryAsync("{ members(first: 100) { nodes { number } } }"))["members.nodes"]!.AsArray();
        foreach (var number in numbers.Where((_, i) => i % 12 == 0).Select(member => member!["number"]!.GetValue<string>()).Append("QZ000001"))
        {
            var member = host.ClientFor(number, "Member");
            var me = await member.QueryAsync(
                "{ me { id compliance(year: 2026) { status } credits(first: 100) { nodes { id evidence { verified } } } categories { id } memberships { id } } }"
            );
            var verified = await root.QueryAsync($$"""{ verifyLedger(memberId: "{{me.String("me.id")}}") { verified } }""");
            Assert.True(verified["verifyLedger.verified"]!.GetValue<bool>(), number);
            Assert.All(
                me["me.credits.nodes"]!.AsArray(),
                credit => Assert.True(credit!["evidence"]?["verified"]?.GetValue<bool>() ?? true, credit.ToJsonString())
            );
        }

        // Every courseware is served, and its film's bytes are there.
        var catalogue = await root.QueryAsync("{ courseware(first: 100) { totalCount nodes { id title chapters { media { url } } } } }");
        Assert.Equal(66, catalogue["courseware.totalCount"]!.GetValue<int>());
        using var client = host.CreateClient();
        using var film = await client.GetAsync(catalogue.String("courseware.nodes.0.chapters.0.media.url"));
        Assert.True(film.IsSuccessStatusCode, film.StatusCode.ToString());

        // Studying goes on where it was, and new entries follow the old ones.
        var learner = host.ClientFor("QZ000001", "Member");
        var started = await learner.QueryAsync(
            """mutation { startStudySession(input: { coursewareId: "Q291cnNld2FyZTpkZW1vLXNob3J0" }) { studySession { id } errors { __typename } } }"""
        );
        var session = started.String("startStudySession.studySession.id");
        host.Time.Advance(TimeSpan.FromSeconds(24));
        await learner.QueryAsync(
            $$"""mutation { recordStudyProgress(input: { sessionId: "{{session}}", sequence: 1, positionSeconds: 24, segments: [{ startSeconds: 0, endSeconds: 24 }] }) { studySession { verifiedSeconds } } }"""
        );
        var finished = await learner.QueryAsync($$"""mutation { finishStudySession(input: { sessionId: "{{session}}" }) { credits { seconds } } }""");
        Assert.Equal(24, finished["finishStudySession.credits.0.seconds"]!.GetValue<int>());
    }

    private static async Task<string> UnpackAsync(string release)
    {
        var directory = Directory.CreateTempSubdirectory("elearning-release-").FullName;
        await ZipFile.ExtractToDirectoryAsync(RepositoryFile.PathOf($"tests/Documents/{release}.zip"), directory);
        foreach (var name in new[] { "party-history.mp4", "reading.m4a", "handbook.pdf", "poster.png" })
        {
            var bytes = await File.ReadAllBytesAsync(RepositoryFile.PathOf($"content/Seed/data/{name}"));
            var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
            var folder = Directory.CreateDirectory(Path.Combine(directory, "blobs", hash[..2])).FullName;
            await File.WriteAllBytesAsync(Path.Combine(folder, hash), bytes);
        }
        return directory;
    }
}
