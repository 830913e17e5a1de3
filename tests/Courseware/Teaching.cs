using ELearning.Content;
using ELearning.Tests.Media;

namespace ELearning.Tests.Coursewares;

/// <summary>Small courseware and teachers for tests, made through the public services.</summary>
internal static class Teaching
{
    public static CoursewareContent Courseware(string id, string title, string mediaId) =>
        new()
        {
            Id = id,
            Title = title,
            Kind = CoursewareKind.Video,
            Subjects = [Subject.History],
            Origin = CoursewareOrigin.Local,
            Chapters = [new("one", "第一章", mediaId)],
            OrganisationId = "quanzhou",
        };

    public static NewTeacher Teacher(string id, string name) =>
        new(
            id,
            name,
            "副教授",
            [TeacherSource.PartySchool],
            TeacherEngagement.PartTime,
            [Subject.History],
            "quanzhou",
            [],
            new DatePeriod(new DateOnly(2025, 1, 1), null),
            TeacherStatus.Active,
            "推荐入库"
        );

    /// <summary>The film of 24 seconds, stored.</summary>
    public static async Task<string> FilmAsync(this ContentFixture host)
    {
        await using var film = DemoMedia.Open("party-history.mp4");
        return (await host.Get<MediaLibrary>().StoreAsync(film, "party-history.mp4", "video/mp4", "quanzhou", CancellationToken.None)).Id;
    }

    public static async Task<Courseware> PublishAsync(
        this ContentFixture host,
        string id,
        string title,
        string summary = "",
        IReadOnlyList<Subject>? subjects = null,
        CoursewareOrigin origin = CoursewareOrigin.Local,
        IReadOnlyList<string>? teacherIds = null
    ) =>
        await host.Get<CoursewareLibrary>()
            .PublishAsync(
                Courseware(id, title, await host.FilmAsync()) with
                {
                    Summary = summary,
                    Subjects = subjects ?? [Subject.History],
                    Origin = origin,
                    TeacherIds = teacherIds ?? [],
                },
                CancellationToken.None
            );
}
