using System.Runtime.CompilerServices;

namespace ELearning.Tests.Hosting;

/// <summary>The operations of the contract, as consumers find them in <c>infra/operations</c>.</summary>
internal static class ContractOperations
{
    public static string Folder { get; } = Path.GetFullPath("../../../infra/operations", PathOfThisFile());

    public static string Catalogue { get; } = Of(nameof(Catalogue));

    public static string CoursewareById { get; } = Of(nameof(CoursewareById));

    public static string Start { get; } = Of(nameof(Start));

    public static string Beat { get; } = Of(nameof(Beat));

    public static string Finish { get; } = Of(nameof(Finish));

    public static string MyStanding { get; } = Of(nameof(MyStanding));

    public static string TeacherPool { get; } = Of(nameof(TeacherPool));

    public static string OrganisationReport { get; } = Of(nameof(OrganisationReport));

    public static string ContinueWatching { get; } = Of(nameof(ContinueWatching));

    public static string Register { get; } = Of(nameof(Register));

    public static string Assign { get; } = Of(nameof(Assign));

    public static string Claim { get; } = Of(nameof(Claim));

    public static string Decide { get; } = Of(nameof(Decide));

    public static string Reverse { get; } = Of(nameof(Reverse));

    public static string Members { get; } = Of(nameof(Members));

    public static string MemberStanding { get; } = Of(nameof(MemberStanding));

    public static string Of(string name) => File.ReadAllText(Path.Combine(Folder, $"{name}.graphql"));

    private static string PathOfThisFile([CallerFilePath] string thisFile = "") => thisFile;
}
