using ELearning.Content;
using ELearning.Tests.Coursewares;
using ELearning.Tests.Media;
using Microsoft.Extensions.Time.Testing;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Tests.Study.Attacks;

/// <summary>
/// The school of <see cref="School"/> with films as long as an attack needs them, and learners who speak to it through the public GraphQL API alone.
/// </summary>
internal sealed class Classroom : IAsyncDisposable
{
    public const string Film = "film";
    public const string Other = "other";

    private readonly School _school;

    private Classroom(School school) => _school = school;

    public School School => _school;

    public ApiHost Host => _school.Host;

    public FakeTimeProvider Time => Host.Time;

    /// <param name="filmSeconds">Length of <see cref="Film"/>; <see cref="Other"/> has 1,800 seconds.</param>
    public static async Task<Classroom> OpenAsync(int filmSeconds = 1800)
    {
        var room = new Classroom(await School.OpenAsync());
        await room.PublishAsync(Film, filmSeconds);
        await room.PublishAsync(Other, 1800);
        return room;
    }

    /// <summary>Publishes the next version of a courseware of one chapter.</summary>
    public async Task PublishAsync(string id, int seconds)
    {
        var asset = await Host.Service<MediaLibrary>()
            .StoreAsync(new MemoryStream(await DemoMedia.FilmAsync(seconds)), "film.mp4", "video/mp4", SmallTown.City, default);
        await Host.Service<CoursewareLibrary>().PublishAsync(Teaching.Courseware(id, $"课件 {id}", asset.Id) with { OrganisationId = SmallTown.City }, default);
    }

    /// <param name="host">Through which process; the first one when left out.</param>
    /// <param name="language">What the client's browser asks for.</param>
    public Learner Learner(string number = School.Lin, ApiHost? host = null, string language = "zh-CN") =>
        new((host ?? Host).ClientFor(number, "Member"), Time, language);

    /// <summary>The member's clock as it is stored: two looks that give the same text are proof that nothing changed.</summary>
    public async Task<string> DeskAsync(string number = School.Lin) =>
        (await Documents("desks").Find(new BsonDocument("_id", MemberRules.IdOf(number))).SingleOrDefaultAsync())?.ToJson() ?? "none";

    public IMongoCollection<BsonDocument> Documents(string collection) => Host.Service<ContentDatabase>().Collection<BsonDocument>(collection);

    public ValueTask DisposeAsync() => _school.DisposeAsync();
}
