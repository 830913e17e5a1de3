using ELearning.Content;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed class TeacherType : ObjectType<Teacher>
{
    public TeacherType()
        : base("A teacher of the open pool (师资库): the public profile.")
    {
        Node(
            teacher => teacher.Id,
            (ctx, id) =>
                ctx.Loader<TeacherLoader>()
                    .LoadAsync(id)
                    .Then(teacher => teacher is not null && ctx.Rights().MayAny(Rights.TeacherPool) && ctx.Rights().Sees(teacher) ? teacher : null)
        );
        Field(x => x.Name).Description("Name.");
        Field(x => x.Title).Description("Professional title or post (职称、职务).");
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<EnumerationGraphType<TeacherSource>>>>>("sources")
            .Description("Where the teacher comes from.")
            .From(source => source.Sources);
        Field(x => x.Engagement).Description("Full- or part-time.");
        Field(x => x.Status).Description("Where the engagement stands.");
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<EnumerationGraphType<Subject>>>>>("subjects")
            .Description("What the teacher teaches.")
            .From(source => source.Subjects);
        Field<OrganisationType, IDataLoaderResult<Organisation?>>("organisation")
            .Description("Who recommended and engages the teacher.")
            .Resolve(ctx => ctx.Loader<OrganisationLoader>().LoadAsync(ctx.Source.OrganisationId));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<OrganisationType>>>, IDataLoaderResult<IReadOnlyList<Organisation>>>("sharedWith")
            .Description("Who engages the teacher jointly (联聘).")
            .Resolve(ctx => ctx.Loader<OrganisationLoader>().LoadManyAsync(ctx.Source.SharedWith));
        Connection<CoursewareType>("courseware", "Published courseware of this teacher, newest first.")
            .ResolveBatch((ctx, list) => ctx.Loader<TeacherCoursewareLoader>().LoadAsync(ctx.Source.Id, list.Page));

        this.FreshFor(Freshness.Catalogue);
        // The catalogue names who teaches; all else of a teacher is the pool's.
        this.RequireRoleExceptFor(["id", "name", "title"], Rights.TeacherPool);
    }
}
