using ELearning.Content;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.Api;

/// <summary>
/// What a courseware says, field by field: as a draft and a published version show it, and as editors give it. What only one of the two has, or has in words of
/// its own, stands in its type.
/// </summary>
internal static class CoursewareContentFields
{
    /// <summary>The fields by which drafts and published versions show their content.</summary>
    public static void AddTo<TSource>(ObjectType<TSource> type, Func<TSource, CoursewareContent> content)
    {
        type.Field<NonNullGraphType<StringGraphType>>("title").Description("Title.").From(source => content(source).Title);
        type.Field<NonNullGraphType<StringGraphType>>("summary").Description("What it is about.").From(source => content(source).Summary);
        type.Field<NonNullGraphType<EnumerationGraphType<CoursewareKind>>>("kind")
            .Description("What kind of material it is.")
            .From(source => content(source).Kind);
        type.Field<NonNullGraphType<EnumerationGraphType<CoursewareOrigin>>>("origin")
            .Description("Where the material comes from.")
            .From(source => content(source).Origin);
        type.Field<NonNullGraphType<BooleanGraphType>>("localFeature")
            .Description("Local or trade feature (地方和行业特色).")
            .From(source => content(source).LocalFeature);
        type.Field<NonNullGraphType<ListGraphType<NonNullGraphType<EnumerationGraphType<MemberCategory>>>>>("audience")
            .Description("For whom it is meant; none: for everybody.")
            .From(source => content(source).Audience);
        type.Field<NonNullGraphType<ListGraphType<NonNullGraphType<TeacherType>>>, IDataLoaderResult<IEnumerable<Teacher>>>("teachers")
            .Description("Who teaches it.")
            .Entries(2)
            .Resolve(ctx =>
                ctx.Loader<TeacherLoader>()
                    .LoadManyAsync(content(ctx.Source).TeacherIds)
                    .Then(teachers => teachers.DistinctBy(teacher => teacher.Id).Where(ctx.Rights().Sees))
            );
        type.Field<OrganisationType, IDataLoaderResult<Organisation?>>("organisation")
            .Description("Who keeps it.")
            .Resolve(ctx => ctx.Loader<OrganisationLoader>().LoadAsync(content(ctx.Source).OrganisationId));
    }

    /// <summary>What may be given when a courseware is made and when it is edited.</summary>
    public static void AddTo<TInput>(InputType<TInput> input)
        where TInput : CoursewareChanges
    {
        input.Field(x => x.Summary, nullable: true).Description("What it is about, at most 4000 characters.");
        input.Field<ListGraphType<NonNullGraphType<EnumerationGraphType<Subject>>>>("subjects").Description("What it teaches.");
        input.Field(x => x.LocalFeature, nullable: true).Description("Local or trade feature (地方和行业特色).");
        input.Field<ListGraphType<NonNullGraphType<IdGraphType>>>("teacherIds").Description("Who teaches it.").OfNode("Teacher");
        input.Field<ListGraphType<NonNullGraphType<CoursewareChapterInputType>>>("chapters").Description("Its chapters, in order.");
        input.Field<ListGraphType<NonNullGraphType<QuestionInputType>>>("questions").Description("Its questions.");
        input.Field<IdGraphType>("posterId").Description("A stored image.").OfNode("Media");
        input
            .Field<ListGraphType<NonNullGraphType<EnumerationGraphType<MemberCategory>>>>("audience")
            .Description("For whom it is meant; none: for everybody.");
    }
}
