using ELearning.Content;
using Microsoft.Extensions.Options;
using MongoDB.Driver;

namespace ELearning.Tests.Hosting;

/// <summary>Says, in the name of its test, against which server the suite runs.</summary>
public sealed class ServerUnderTestTests
{
    public static TheoryData<string> Server => [OtherServer.Name];

    [Theory, MemberData(nameof(Server))]
    public async Task Stores_and_API_are_tested_against(string server)
    {
        await using var content = await ContentFixture.StartAsync();
        await using var api = new ApiHost();
        await using var driver = await EmbeddedServer.StartOrJoinAsync();
        string[] used = [content.ConnectionString, api.Service<IOptions<StorageOptions>>().Value.Mongo.ConnectionString, driver.ConnectionString];
        if (server == "embedded")
        {
            Assert.True(await driver.IsEmbeddedAsync());
            Assert.Equal(3, used.Distinct().Count());
        }
        else
        {
            Assert.All(used, connectionString => Assert.Equal(server, string.Join(',', new MongoUrl(connectionString).Servers)));
        }
    }
}
