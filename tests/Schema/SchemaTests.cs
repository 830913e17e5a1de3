using ELearning.Api;
using GraphQL;
using GraphQL.Types;
using GraphQL.Utilities;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Snapshooter.Xunit;

namespace ELearning.Tests;

/// <summary>The public API as text: a change of it is a diff that a person reads.</summary>
public sealed class SchemaTests : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly ISchema _schema;

    public SchemaTests()
    {
        _services = new ServiceCollection().AddLogging().AddSingleton<Query>().AddSingleton<Mutation>()
            .AddApiGraphQL<ApiSchema>(new ConfigurationBuilder().Build(), introspection: true).BuildServiceProvider();
        _schema = _services.GetRequiredService<ISchema>();
        _schema.Initialize();
    }

    public void Dispose() => _services.Dispose();

    [Fact]
    public void The_schema_is_this() =>
        Snapshot.Match(_schema.Print(new PrintOptions { StringComparison = StringComparison.Ordinal }));
}
