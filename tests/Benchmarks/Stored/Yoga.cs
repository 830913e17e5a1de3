using ELearning.Processes.Tests.Hosting;

namespace ELearning.Benchmarks;

/// <summary>graphql-yoga, the GraphQL server of Node.js whose response cache is most used, with the catalogue in memory.</summary>
internal static class Yoga
{
    /// <param name="dataFile">The entries, and which of them each page has.</param>
    /// <param name="cached">Whether its response cache is on.</param>
    public static async Task<ServerProcess> StartAsync(string dataFile, bool cached)
    {
        var package = await NodePackage.InstallAsync("yoga");
        return await package.StartAsync("yoga.mjs", [dataFile, cached ? "cached" : "plain"], new Dictionary<string, string>());
    }
}
