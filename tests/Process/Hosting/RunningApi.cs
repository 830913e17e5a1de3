namespace ELearning.Processes.Tests.Hosting;

/// <summary>
/// One process of the API with the seed data of a newcomer, for all who need one and can share it: they run one after the other, in any order, and each minds
/// only what it did itself.
/// </summary>
public sealed class RunningApi : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("elearning-running-");
    private ServerProcess? _process;

    internal ServerProcess Process => _process!;

    public async Task InitializeAsync() => _process = await ServerProcess.StartApiAsync(_data.FullName);

    public async Task DisposeAsync()
    {
        await _process!.DisposeAsync();
        _data.Delete(recursive: true);
    }
}

[CollectionDefinition(nameof(RunningApi))]
public sealed class RunningApiGroup : ICollectionFixture<RunningApi>;
