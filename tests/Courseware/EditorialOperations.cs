namespace ELearning.Tests.Coursewares;

/// <summary>What a content editor's client sends.</summary>
internal static class EditorialOperations
{
    private const string Draft = """
        draft { id coursewareId state version title summary kind subjects origin localFeature audience teachers { name } organisation { name }
                chapters { key title media { id name } captions { language media { name } } } questions { prompt choices answer purpose } poster { name }
                signOff { by at version comment } scheduledAt courseware { id version title } retirement { by at reason }
                history { act by at version comment } createdAt updatedAt }
        """;

    private const string Errors = """
        errors { __typename ... on Error { code message } ... on InvalidInputError { field }
                 ... on ConflictError { draft { version state title } } ... on StateNotAllowedError { draft { version state } } }
        """;

    /// <summary>All but tagCourseware, whose payload is another.</summary>
    public static readonly string[] OnOne =
    [
        "createCourseware",
        "editCourseware",
        "submitCourseware",
        "reviewCourseware",
        "publishCourseware",
        "unscheduleCourseware",
        "retireCourseware",
        "discardCourseware",
        "duplicateCourseware",
    ];

    public static string Of(string mutation) =>
        OnOne.Contains(mutation)
            ? $"mutation($input: {char.ToUpperInvariant(mutation[0])}{mutation[1..]}Input!) {{ {mutation}(input: $input) {{ {Draft} {Errors} }} }}".Replace(
                "... on StateNotAllowedError { draft { version state } }",
                mutation is "createCourseware" or "editCourseware" or "duplicateCourseware" ? "" : "... on StateNotAllowedError { draft { version state } }",
                StringComparison.Ordinal
            )
            : throw new ArgumentOutOfRangeException(nameof(mutation));

    public const string Tag = """
        mutation($input: TagCoursewareInput!) { tagCourseware(input: $input) { results { coursewareId draft { version subjects audience } code message }
        errors { __typename ... on Error { code } } } }
        """;

    public const string Drafts = """
        query($where: CoursewareDraftFilterInput, $order: [CoursewareDraftSortInput!]) { coursewareDrafts(first: 50, where: $where, order: $order) {
        totalCount nodes { id coursewareId title state version } } }
        """;
}
