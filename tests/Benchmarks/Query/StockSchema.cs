using GraphQL;
using GraphQL.Types;

namespace ELearning.Benchmarks;

/// <summary>The same as GraphQL.NET's documentation writes it.</summary>
internal sealed class StockSchema : Schema
{
    public StockSchema(MemoryCatalogue catalogue) => Query = new Root(catalogue);

    private sealed class Root : ObjectGraphType
    {
        public Root(MemoryCatalogue catalogue)
        {
            Name = "Query";
            Field<NonNullGraphType<PageType>>("courseware").Argument<IntGraphType>("first").Resolve(ctx => catalogue.Page(ctx.GetArgument("first", 20)));
        }
    }

    private sealed class PageType : ObjectGraphType<MemoryPage>
    {
        public PageType()
        {
            Name = "CoursewareConnection";
            Field(x => x.TotalCount);
            Field<NonNullGraphType<InfoType>>("pageInfo").Resolve(ctx => ctx.Source);
            Field<NonNullGraphType<ListGraphType<NonNullGraphType<CoursewareType>>>>("nodes").Resolve(ctx => ctx.Source.Nodes);
        }
    }

    private sealed class InfoType : ObjectGraphType<MemoryPage>
    {
        public InfoType()
        {
            Name = "PageInfo";
            Field(x => x.HasNextPage);
            Field(x => x.EndCursor, nullable: true);
        }
    }

    private sealed class CoursewareType : ObjectGraphType<MemoryCourseware>
    {
        public CoursewareType()
        {
            Field("id", x => x.Id, type: typeof(NonNullGraphType<IdGraphType>));
            Field(x => x.Title);
            Field(x => x.Summary);
            Field(x => x.Kind);
            Field(x => x.Subjects);
            Field(x => x.Origin);
            Field(x => x.CreditHours);
            Field(x => x.DurationSeconds);
            Field(x => x.PublishedAt);
            Field(x => x.Version);
            Field<NonNullGraphType<ListGraphType<NonNullGraphType<TeacherType>>>>("teachers").Resolve(ctx => ctx.Source.Teachers);
            Field<NonNullGraphType<ListGraphType<NonNullGraphType<ChapterType>>>>("chapters").Resolve(ctx => ctx.Source.Chapters);
        }
    }

    private sealed class TeacherType : ObjectGraphType<MemoryTeacher>
    {
        public TeacherType()
        {
            Field("id", x => x.Id, type: typeof(NonNullGraphType<IdGraphType>));
            Field(x => x.Name);
            Field(x => x.Title);
        }
    }

    private sealed class ChapterType : ObjectGraphType<MemoryChapter>
    {
        public ChapterType()
        {
            Field("id", x => x.Id, type: typeof(NonNullGraphType<IdGraphType>));
            Field(x => x.Title);
            Field(x => x.DurationSeconds);
        }
    }
}
