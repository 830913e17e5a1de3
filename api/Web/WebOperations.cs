using System.Text.Json;
using ELearning.Content;

namespace ELearning.Api;

/// <summary>
/// The operations of the pages, registered in the database as those of the client <c>web/{build}</c>: in a rolling deployment a new page meets an old process, and an
/// old tab a new one. Those of a build are retired <see cref="Kept"/> after a later build was registered.
/// </summary>
internal sealed class WebOperations(OperationRegistry registry, OperationChecks checks, TimeProvider time)
{
    /// <summary>How long a tab that nobody loads anew goes on working.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private const string Client = "web/";
    private static readonly Actor Server = new("web", null);
    private IReadOnlyList<string> _documents = [];
    private string _client = Client;

    /// <summary>Reads what the build of the pages left; it is registered by <see cref="RegisterAsync"/>.</summary>
    public void Read(string path, string build)
    {
        _documents = [.. JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(path))!.Values];
        _client = Client + build;
    }

    public async Task RegisterAsync(CancellationToken cancellationToken)
    {
        if (_documents.Count == 0)
            return;
        foreach (var document in _documents)
        {
            var operation = await checks.CheckAsync(document, cancellationToken);
            await registry.RegisterAsync(document, operation.Name, _client, Server, cancellationToken);
        }
        await RetireAsync(cancellationToken);
    }

    private async Task RetireAsync(CancellationToken cancellationToken)
    {
        var builds = (await registry.ActiveOfAsync(Client, cancellationToken))
            .GroupBy(operation => operation.ClientName)
            .OrderByDescending(build => build.Max(operation => operation.RegisteredAt))
            .ToList();
        foreach (var (later, build) in builds.Zip(builds.Skip(1)))
        {
            if (build.Key == _client || time.GetUtcNow() - later.Min(operation => operation.RegisteredAt) < Kept)
                continue;
            foreach (var operation in build)
                await registry.RetireAsync(operation.Id, cancellationToken);
        }
    }
}
