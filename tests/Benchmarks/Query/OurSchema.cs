using GraphQL;
using GraphQL.Types;

namespace ELearning.Benchmarks;

/// <summary>The catalogue in memory by the product's conventions, for the product's endpoint and engine.</summary>
internal sealed class OurSchema : Schema
{
    public OurSchema(IServiceProvider services, MemoryCatalogue catalogue)
        : base(services)
    {
        ScalarTypes.AddTo(this);
        Query = new Root(catalogue);
    }

    private sealed class Root : ObjectType<object?>
    {
        public Root(MemoryCatalogue catalogue)
            : base("Query.")
        {
            Name = "Query";
            Field<NonNullGraphType<PageType>>("courseware")
                .Description("A page.")
                .Public()
                .Argument<IntGraphType>("first", "How many.")
                .Resolve(ctx => catalogue.Page(ctx.GetArgument("first", 20)));
        }
    }

    private sealed class PageType : ObjectType<MemoryPage>
    {
        public PageType()
            : base("A page.")
        {
            Name = "CoursewareConnection";
            Field(x => x.TotalCount).Description("All.");
            Field<NonNullGraphType<InfoType>>("pageInfo").Description("Where it stands.").From(page => page);
            Field<NonNullGraphType<ListGraphType<NonNullGraphType<CoursewareType>>>>("nodes").Description("Entries.").From(page => page.Nodes);
        }
    }

    private sealed class InfoType : ObjectType<MemoryPage>
    {
        public InfoType()
            : base("Where a page stands.")
        {
            Name = "PageInfo";
            Field(x => x.HasNextPage).Description("More.");
            Field(x => x.EndCursor, nullable: true).Description("Last.");
        }
    }

    private sealed class CoursewareType : ObjectType<MemoryCourseware>
    {
        public CoursewareType()
            : base("A courseware.")
        {
            Field<NonNullGraphType<IdGraphType>>("id").Description("Id.").From(x => x.Id);
            Field(x => x.Title).Description("Title.");
            Field(x => x.Summary).Description("Summary.");
            Field(x => x.Kind).Description("Kind.");
            Field<NonNullGraphType<ListGraphType<NonNullGraphType<StringGraphType>>>>("subjects").Description("Subjects.").From(x => x.Subjects);
            Field(x => x.Origin).Description("Origin.");
            Field(x => x.CreditHours).Description("Hours.");
            Field(x => x.DurationSeconds).Description("Seconds.");
            Field(x => x.PublishedAt).Description("When.");
            Field(x => x.Version).Description("Version.");
            Field<NonNullGraphType<ListGraphType<NonNullGraphType<TeacherType>>>>("teachers").Description("Who.").From(x => x.Teachers);
            Field<NonNullGraphType<ListGraphType<NonNullGraphType<ChapterType>>>>("chapters").Description("Chapters.").From(x => x.Chapters);
        }
    }

    private sealed class TeacherType : ObjectType<MemoryTeacher>
    {
        public TeacherType()
            : base("A teacher.")
        {
            Field<NonNullGraphType<IdGraphType>>("id").Description("Id.").From(x => x.Id);
            Field(x => x.Name).Description("Name.");
            Field(x => x.Title).Description("Title.");
        }
    }

    private sealed class ChapterType : ObjectType<MemoryChapter>
    {
        public ChapterType()
            : base("A chapter.")
        {
            Field<NonNullGraphType<IdGraphType>>("id").Description("Id.").From(x => x.Id);
            Field(x => x.Title).Description("Title.");
            Field(x => x.DurationSeconds).Description("Seconds.");
        }
    }
}
