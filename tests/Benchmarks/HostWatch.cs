using System.Diagnostics;

namespace ELearning.Benchmarks;

/// <summary>Hears of the host that an entry point builds, which hands it to nobody.</summary>
internal sealed class HostWatch(Action<IHost> built) : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.Extensions.Hosting")
            value.Subscribe(this);
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value is { Key: "HostBuilt", Value: IHost host })
            built(host);
    }

    public void OnCompleted() { }

    public void OnError(Exception error) { }
}
