using ELearning.Content;

namespace ELearning.Tests.Seed;

/// <summary>The demonstration is one to believe: courseware has pictures, films are as long as lectures, and hours were studied and not only entered.</summary>
public sealed class SeedLectureTests(SeededDatabase seeded) : IClassFixture<SeededDatabase>
{
    private const int LargestFile = 2_000_000;
    private const long LectureMilliseconds = 45 * 60_000;
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>Members with a name of at least six categories: each has studied a lecture from its beginning to its end.</summary>
    public static TheoryData<string, MemberCategory> Learners =>
        new()
        {
            { DemoSubjects.VillageSecretary, MemberCategory.Rural },
            { DemoSubjects.GovernmentLeader, MemberCategory.Government },
            { DemoSubjects.NewOrganisationMember, MemberCategory.NewOrganisation },
            { DemoSubjects.NewMember, MemberCategory.Rural },
            { DemoSubjects.Student, MemberCategory.Student },
            { DemoSubjects.Cadre, MemberCategory.Cadre },
            { DemoSubjects.CommunityMember, MemberCategory.Community },
        };

    [Fact]
    public async Task Every_courseware_has_a_poster_that_is_a_picture()
    {
        var library = await LibraryAsync();
        Assert.All(library, courseware => Assert.NotNull(courseware.Content.PosterId));
        var posters = await AssetsAsync(library.Select(courseware => courseware.Content.PosterId!));
        Assert.All(posters.Values, poster => Assert.StartsWith("image/", poster.ContentType, StringComparison.Ordinal));
        Assert.True(posters.Count >= 20, $"{posters.Count} posters");
    }

    [Fact]
    public async Task At_least_three_films_of_a_whole_lesson_earn_hours_and_have_captions()
    {
        var policy = seeded.Content.Get<PolicyLibrary>().InForceOn(SeededContent.Today)!;
        var library = await LibraryAsync();
        var lectures = library
            .SelectMany(courseware => courseware.Content.Chapters.Select(chapter => (Courseware: courseware, Chapter: chapter)))
            .Where(lecture => lecture.Chapter.DurationMilliseconds >= LectureMilliseconds)
            .ToList();
        Assert.True(lectures.Count >= 3, $"{lectures.Count} lectures");
        Assert.All(
            lectures,
            lecture =>
            {
                Assert.True(TrainingHours.Of((long)lecture.Courseware.DurationSeconds, policy.SecondsPerHour) >= 1, lecture.Courseware.Id);
                Assert.Contains(lecture.Chapter.Captions, track => track.Language == "zh-CN");
            }
        );
        var shortest = library.Single(courseware => courseware.Id == DemoSubjects.ShortCourseware);
        Assert.Equal(["zh-CN", "en"], shortest.Content.Chapters.Single().Captions.Select(track => track.Language));
        Assert.Contains(library, courseware => courseware.Content.Audience.Count > 0);
    }

    [Fact]
    public async Task A_lecture_is_found_by_what_is_said_in_it()
    {
        var found = await SeededContent.AllAsync(page => seeded.Content.Get<CoursewareLibrary>().ListAsync("代耕", null, [], page, None));
        Assert.Equal(["law-village"], found.Select(courseware => courseware.Id));
    }

    [Fact]
    public void No_file_of_the_demonstration_is_larger_than_two_megabytes() =>
        Assert.All(
            SeedFiles.Names,
            name =>
            {
                using var file = SeedFiles.Open(name);
                Assert.True(file.Length <= LargestFile, $"{name}: {file.Length} bytes");
            }
        );

    [Theory]
    [MemberData(nameof(Learners))]
    public async Task A_named_member_has_hours_of_a_lecture_with_the_evidence_of_the_session(string number, MemberCategory category)
    {
        var member = await seeded.Content.Get<MemberRegister>().FindByNumberAsync(number, None) ?? throw new KeyNotFoundException(number);
        Assert.Equal(category, member.CategoryOn(SeededContent.Today));
        var online = (await OnlineAsync(member)).ToList();
        var examined = await seeded.Content.Get<LedgerAudit>().ExamineAsync(online, None);
        Assert.All(examined.Values, credit => Assert.True(credit.Verified));
        Assert.Contains(
            examined.Values.Select(credit => credit.Pack!.Study!),
            study =>
                study is { DurationMilliseconds: >= LectureMilliseconds, Status: StudySessionStatus.Finished, PresenceChecks.Count: > 1 }
                && study.ConfirmedMilliseconds == study.DurationMilliseconds
        );
        Assert.Null((await seeded.Content.Get<LedgerAudit>().VerifyAsync(member.Id, None)).BrokenAt);
    }

    [Fact]
    public async Task Named_members_have_all_their_online_hours_from_sessions()
    {
        foreach (var member in seeded.Members.Where(member => DemoSubjects.Seats.Values.Contains(member.Number)))
        {
            Assert.All(await OnlineAsync(member), credit => Assert.Equal(CreditSourceKind.StudySession, credit.Source.Kind));
        }
    }

    [Fact]
    public async Task Somebody_is_in_the_middle_of_a_lecture()
    {
        var pages = await seeded.Content.Get<StudyDesk>().ListAsync([.. DemoSubjects.Seats.Values.Select(MemberRules.IdOf)], new PageRequest(100), None);
        Assert.Contains(pages.Values.SelectMany(page => page.Nodes), session => session.PositionSeconds > 2700 && session.Coverage < 1);
    }

    private async Task<IEnumerable<Credit>> OnlineAsync(Member member) =>
        (await seeded.Content.Get<CreditLedger>().EntriesAsync([member.Id], None))[member.Id].Where(entry => entry.Form == CreditForm.Online);

    private Task<IReadOnlyList<Courseware>> LibraryAsync() =>
        SeededContent.AllAsync(page => seeded.Content.Get<CoursewareLibrary>().ListAsync(null, null, [], page, None));

    private Task<IReadOnlyDictionary<string, MediaAsset>> AssetsAsync(IEnumerable<string> ids) =>
        seeded.Content.Get<MediaLibrary>().FindAsync([.. ids.Distinct()], None);
}
