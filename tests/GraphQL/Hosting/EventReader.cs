using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;

namespace ELearning.GraphQL.Tests.Hosting;

/// <summary>Reads server-sent events as they come; waiting for one that does not come fails the test.</summary>
internal sealed class EventReader(HttpResponseMessage response, Stream stream) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly IAsyncEnumerator<SseItem<string>> _items = SseParser.Create(stream).EnumerateAsync().GetAsyncEnumerator();

    public async Task<(string Kind, ApiAnswer? Answer)> NextAsync()
    {
        Assert.True(await _items.MoveNextAsync().AsTask().WaitAsync(Patience));
        return (
            _items.Current.EventType,
            _items.Current.Data.Length > 0 ? new ApiAnswer((int)response.StatusCode, JsonNode.Parse(_items.Current.Data)!) : null
        );
    }

    public async Task<bool> IsOverAsync() => !await _items.MoveNextAsync().AsTask().WaitAsync(Patience);

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        response.Dispose();
    }
}
