namespace ELearning.Tests;

/// <summary>The operations of the contract, to the letter.</summary>
internal static class Operations
{
    public const string Catalogue = """
        query Catalogue($first: Int, $after: String, $where: CoursewareFilterInput, $order: [CoursewareSortInput!], $search: String) {
          courseware(first: $first, after: $after, where: $where, order: $order, search: $search) {
            totalCount pageInfo { hasNextPage endCursor }
            nodes { id title summary kind subjects origin creditHours durationSeconds publishedAt version
                    teachers { id name title } chapters { id title durationSeconds } } } }
        """;

    public const string CoursewareById = """
        query CoursewareById($id: ID!) { coursewareById(id: $id) { id title chapters { id title durationSeconds media { url contentType byteLength } } } }
        """;

    public const string Start = """
        mutation Start($input: StartStudySessionInput!) {          # { coursewareId, chapterId, takeOver }
          startStudySession(input: $input) {
            studySession { id status chapter { id } positionSeconds heartbeatSeconds verifiedSeconds nextSequence }
            errors { __typename ... on Error { code message } } } }
        """;

    public const string Beat = """
        mutation Beat($input: RecordStudyProgressInput!) {          # { sessionId, sequence, positionSeconds, segments: [{ startSeconds, endSeconds }], presence: { checkId, answer } }
          recordStudyProgress(input: $input) {
            studySession { id status verifiedSeconds remainingSeconds coverage
                           presenceCheck { id prompt choices dueAt } refusals { reason seconds } }
            errors { __typename ... on Error { code message } } } }
        """;

    public const string Finish = """
        mutation Finish($input: FinishStudySessionInput!) {         # { sessionId }
          finishStudySession(input: $input) {
            studySession { id status verifiedSeconds }
            credits { id seconds hours year form courseware { id version } postedAt }
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
              asOf members compliant onTrack belowNorm nonCompliant noFigure creditedHours   # the five add up to members
              byCategory { category members compliant onTrack belowNorm nonCompliant noFigure }
              duties { ruleId clause title status }
              children { organisation { id name } members compliant onTrack belowNorm nonCompliant noFigure } } } }
        """;

    public const string ContinueWatching = """
        query ContinueWatching { me { studySessions(first: 10) { nodes { id status courseware { id title } chapter { id title } positionSeconds verifiedSeconds lastSeenAt } } } }
        """;

    public const string Register = """
        mutation Register($input: RegisterMemberInput!) {         # { number, name, organisationId, category, admittedOn }
          registerMember(input: $input) { member { id number } errors { __typename ... on Error { code message } } } }
        """;

    public const string Assign = """
        mutation Assign($input: AssignPositionInput!) {           # { memberId, organisationId, position, from, to }
          assignPosition(input: $input) { member { id positions { position organisation { id } from to } } errors { __typename ... on Error { code message } } } }
        """;

    public const string Claim = """
        mutation Claim($input: ClaimCreditInput!) {               # { memberId, form, seconds, heldOn, title, venueLevel, evidenceAssetId }
          claimCredit(input: $input) { claim { id status } errors { __typename ... on Error { code message } } } }
        """;

    public const string Decide = """
        mutation Decide($input: DecideCreditClaimInput!) {        # { claimId, decision: APPROVE | REJECT, reason }
          decideCreditClaim(input: $input) { claim { id status credit { id seconds hours } } errors { __typename ... on Error { code message } } } }
        """;

    public const string Reverse = """
        mutation Reverse($input: ReverseCreditInput!) {           # { creditId, reason }
          reverseCredit(input: $input) { credit { id reversedBy { id reason } } errors { __typename ... on Error { code message } } } }
        """;

    public const string Members = """
        query Members($first: Int, $where: MemberFilterInput) { members(first: $first, where: $where) { totalCount nodes { id number name category } } }
        """;

    public const string MemberStanding = """
        query MemberStanding($id: ID!, $year: Int!) { memberById(id: $id) { compliance(year: $year) { status obligations { ruleId status requiredHours creditedHours } } } }
        """;
}
