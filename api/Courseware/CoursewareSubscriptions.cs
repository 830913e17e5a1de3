using System.Runtime.CompilerServices;
using ELearning.Content;
using GraphQL.Types;

namespace ELearning.Api;

internal static class CoursewareSubscriptions
{
    public static void AddTo(Subscription subscription) =>
        subscription
            .Field<NonNullGraphType<CoursewareType>, Courseware>("onCoursewarePublished")
            .Description("Each version of a courseware as it is published.")
            .RequireRole(Rights.Catalogue)
            .ResolveStreamAsync(ctx =>
            {
                var (feed, library) = (ctx.Service<EventFeed>(), ctx.Service<CoursewareLibrary>());
                return Task.FromResult<IObservable<Courseware?>>(
                    new Listening<Courseware>(stopping => PublishedAsync(feed, library, stopping), (_, _) => Task.CompletedTask)
                );
            });

    private static async IAsyncEnumerable<Courseware> PublishedAsync(
        EventFeed feed,
        CoursewareLibrary library,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        // Who repairs an interrupted publication tells of it again.
        var told = new HashSet<(string Id, int Version)>();
        await foreach (var published in feed.FollowAsync(null, new([DomainEventKind.CoursewarePublished]), cancellationToken))
        {
            // Retired in between, it is nobody's news.
            if (
                (await library.FindAsync([published.SubjectId], cancellationToken)).GetValueOrDefault(published.SubjectId) is { } courseware
                && told.Add((courseware.Id, courseware.Version))
            )
                yield return courseware;
        }
    }
}
