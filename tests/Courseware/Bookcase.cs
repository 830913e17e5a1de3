using ELearning.Content;

namespace ELearning.Tests.Coursewares;

/// <summary>Published courseware by the thousand, put into the database as publishing leaves it; the search index is made from it as at a start.</summary>
internal static class Bookcase
{
    public static Courseware Book(
        string id,
        string title,
        string summary = "",
        IReadOnlyList<Subject>? subjects = null,
        CoursewareOrigin origin = CoursewareOrigin.Local,
        CoursewareKind kind = CoursewareKind.Video,
        double age = 0
    ) =>
        new(
            Teaching.Courseware(id, title, "media") with
            {
                Summary = summary,
                Kind = kind,
                Subjects = subjects ?? [],
                Origin = origin,
                Chapters = [new("one", "", "media") { MediaHash = "hash", DurationMilliseconds = 60_000 }],
            },
            1,
            ContentFixture.Beginning - TimeSpan.FromMinutes(age)
        );

    public static async Task FillAsync(this ContentFixture content, IEnumerable<Courseware> books)
    {
        var documents = books.Select(book => new CoursewareDocument(book.Id, book, book.DurationSeconds));
        await content.Database.GetCollection<CoursewareDocument>("courseware").InsertManyAsync(documents);
        await content.Get<CoursewareSearch>().RepairAsync(default);
    }

    public static async Task<string> FoundAsync(this ContentFixture content, string? search, Filter? filter = null, IReadOnlyList<Sort>? sorts = null) =>
        string.Join(
            ' ',
            (await content.Get<CoursewareLibrary>().ListAsync(search, filter, sorts ?? [], new PageRequest(100), default)).Nodes.Select(book => book.Id)
        );
}
