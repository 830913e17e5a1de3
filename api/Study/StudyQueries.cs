using ELearning.Content;
using GraphQL;
using GraphQL.DataLoader;

namespace ELearning.Api;

internal static class StudyQueries
{
    public static void AddTo(Query query) =>
        query
            .Field<StudySessionType, IDataLoaderResult<StudySession?>>("studySessionById")
            .Description("A session of one's own, or of a member an auditor may look into; else null.")
            .IdArgument("id", "StudySession", "Which session.")
            .RequireRole(Rights.OneSession)
            .Resolve(ctx => ctx.Loader<VisibleStudySessionLoader>().LoadAsync(ctx.GetArgument<string>("id")));
}
