using ELearning.Tests.Hosting;

namespace ELearning.Benchmarks;

/// <summary>Who asks for the catalogue: somebody of each role that people have, all of whom are answered the same.</summary>
internal static class CatalogueCallers
{
    public const string City = "3505";
    private const string Plenty = "1000000000";

    private static readonly (string Subject, string Role)[] All =
    [
        ("QZ000001", "Member"),
        ("editor-3505", "Editor"),
        ("reviewer-3505", "Reviewer"),
        ("auditor-3505", "Auditor"),
        ("admin-3505", "OrganisationAdmin"),
    ];

    /// <summary>Settings that let each of them ask as much as thousands would.</summary>
    public static string[] Budgets =>
        ["--GraphQL:Budgets:LargestOperation", "10000000", .. All.SelectMany(caller => (string[])[$"--GraphQL:Budgets:Roles:{caller.Role}", Plenty])];

    public static async Task<string[]> TokensAsync(HttpClient client) =>
        await Task.WhenAll(All.Select(caller => client.TokenAsync(caller.Subject, [caller.Role], caller.Role == "Member" ? null : City)));
}
