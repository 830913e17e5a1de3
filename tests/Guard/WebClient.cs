namespace ELearning.Tests;

/// <summary>The operations of the web client, as the contract has them.</summary>
internal static class WebClient
{
    public const string Catalogue = """
        query Catalogue($first: Int, $after: String, $where: CoursewareFilterInput, $order: [CoursewareSortInput!], $search: String) {
          courseware(first: $first, after: $after, where: $where, order: $order, search: $search) {
            totalCount pageInfo { hasNextPage endCursor }
            nodes { id title summary kind subjects origin creditHours durationSeconds publishedAt version
                    teachers { id name title } chapters { id title durationSeconds } } } }
        """;

    public const string CoursewareById = "query CoursewareById($id: ID!) { coursewareById(id: $id) { id title chapters { id title durationSeconds media { url contentType byteLength } } } }";

    public const string Beat = """
        mutation Beat($input: RecordStudyProgressInput!) {
          recordStudyProgress(input: $input) {
            studySession { id status verifiedSeconds remainingSeconds coverage
                           presenceCheck { id prompt choices dueAt } refusals { reason seconds } }
            errors { __typename ... on Error { code message } } } }
        """;

    public const string MyStanding = """
        query MyStanding($year: Int!) {
          me { id name category organisation { id name }
            compliance(year: $year) {
              status policy { id version secondsPerHour }
              obligations { ruleId clause title strength requiredHours creditedHours missingHours requiredSeconds creditedSeconds missingSeconds status
                            window { from to } eligibleForms explanation } }
            credits(year: $year, first: 50) { nodes { id form hours seconds postedAt source { __typename } } } } }
        """;

    public const string TeacherPool = """
        query TeacherPool($first: Int, $where: TeacherFilterInput, $search: String) {
          teachers(first: $first, where: $where, search: $search) {
            totalCount nodes { id name title sources engagement status subjects organisation { id name } sharedWith { id name }
                               courseware(first: 5) { nodes { id title } } } } }
        """;

    public const string OrganisationReport = """
        query OrganisationReport($id: ID!, $year: Int!) {
          organisationById(id: $id) { id name level
            complianceReport(year: $year) {
              asOf members compliant onTrack belowNorm nonCompliant noFigure creditedHours
              byCategory { category members compliant onTrack belowNorm nonCompliant noFigure }
              duties { ruleId clause title status }
              children { organisation { id name } members compliant onTrack belowNorm nonCompliant noFigure } } } }
        """;

    public const string ContinueWatching =
        "query ContinueWatching { me { studySessions(first: 10) { nodes { id status courseware { id title } chapter { id title } positionSeconds verifiedSeconds lastSeenAt } } } }";
}
