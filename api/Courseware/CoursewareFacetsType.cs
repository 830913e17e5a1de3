using ELearning.Content;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed class CoursewareFacetsType : ObjectType<CoursewareFacets>
{
    public CoursewareFacetsType()
        : base("How courseware spread over what they can be filtered by; most frequent values first, none that does not occur.")
    {
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<FacetCountType<Subject>>>>>("subjects")
            .Description("By subject; a courseware counts under each of its subjects.")
            .From(source => source.Subjects);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<FacetCountType<CoursewareOrigin>>>>>("origins")
            .Description("By origin.")
            .From(source => source.Origins);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<FacetCountType<CoursewareKind>>>>>("kinds").Description("By kind.").From(source => source.Kinds);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<FacetCountType<MemberCategory>>>>>("audience")
            .Description("By audience; what is meant for everybody counts under none.")
            .From(source => source.Audience);
        this.FreshFor(Freshness.Catalogue);
    }
}

/// <summary><c>SubjectCount</c> of <c>Subject</c>.</summary>
internal sealed class FacetCountType<TValue> : ObjectType<FacetCount<TValue>>
    where TValue : struct, Enum
{
    public FacetCountType()
        : base("A value and how many courseware have it.")
    {
        Name = $"{typeof(TValue).Name}Count";
        Field<NonNullGraphType<EnumerationGraphType<TValue>>>("value").Description("The value.").From(source => source.Value);
        Field<NonNullGraphType<IntGraphType>>("count").Description("Courseware that have it.").From(source => source.Count);
        this.FreshFor(Freshness.Catalogue);
    }
}
