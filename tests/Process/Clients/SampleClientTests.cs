using ELearning.Processes.Tests.Hosting;

namespace ELearning.Processes.Tests.Clients;

/// <summary>The clients in tests/Clients are what people copy: built against the schema of the repository and run against a real process.</summary>
[Collection(nameof(RunningApi))]
public sealed class SampleClientTests(RunningApi api)
{
    private const string TypeScript = "Clients/TypeScript";
    private const string Learned = "一堂微党课：半分钟看党史";

    [Fact]
    public async Task The_client_in_CSharp_plays_a_second_of_a_film_and_is_credited_with_it()
    {
        var (exitCode, output, error) = await ServerProcess.RunAsync(
            "ELearning.SampleClient.dll",
            [api.Process.Address, "QZ000001", "1"],
            new Dictionary<string, string>()
        );
        Assert.True(exitCode == 0, error);
        AssertPlayed(output);
    }

    [Fact]
    public async Task The_client_in_TypeScript_fits_the_schema_and_plays_a_second_of_a_film_and_is_credited_with_it()
    {
        await NodeScript.RunAsync(TypeScript, "../../node_modules/.bin/graphql-codegen", "--config", "codegen.yml");
        await NodeScript.RunAsync(TypeScript, "../../node_modules/.bin/tsc");
        AssertPlayed(await NodeScript.RunAsync(TypeScript, "generated/js/study.js", api.Process.Address, "QZ000002", "1"));
    }

    private static void AssertPlayed(string output)
    {
        Assert.StartsWith(Learned, output, StringComparison.Ordinal);
        Assert.Contains("verified 1 s, 23 s to go", output, StringComparison.Ordinal);
        Assert.Matches(@"credited 1 s, 0(\.0)? hours of \d{4}", output);
    }
}
