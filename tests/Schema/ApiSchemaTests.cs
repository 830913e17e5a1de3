using ELearning.Api;
using GraphQL.Types;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ELearning.Tests;

/// <summary>What holds for every type of the product's schema. It is built without content: a graph type that takes a service in its constructor fails here.</summary>
public sealed class ApiSchemaTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddLogging()
        .AddApiGraphQL<ApiSchema>(new ConfigurationBuilder().Build(), introspection: true)
        .BuildServiceProvider();

    public void Dispose() => _services.Dispose();

    [Fact]
    public void Everything_has_a_description()
    {
        using var tiny = new TinyHost();
        Assert.Empty(Undescribed(tiny.Schema));
        Assert.Empty(Undescribed(_services.GetRequiredService<ISchema>()));
    }

    private static List<string> Undescribed(ISchema schema)
    {
        schema.Initialize();
        var missing = new List<string>();
        foreach (var type in schema.AllTypes.Where(type => !type.Name.StartsWith("__", StringComparison.Ordinal)))
        {
            Check(type.Name, type.Description);
            foreach (var field in (IEnumerable<FieldType>?)(type as IComplexGraphType)?.Fields ?? [])
            {
                Check($"{type.Name}.{field.Name}", field.Description);
                foreach (var argument in (IEnumerable<QueryArgument>?)field.Arguments ?? [])
                {
                    Check($"{type.Name}.{field.Name}({argument.Name})", argument.Description);
                }
            }

            foreach (var value in (IEnumerable<EnumValueDefinition>?)(type as EnumerationGraphType)?.Values ?? [])
            {
                Check($"{type.Name}.{value.Name}", value.Description);
            }
        }

        return missing;

        void Check(string name, string? description)
        {
            if (string.IsNullOrWhiteSpace(description))
                missing.Add(name);
        }
    }
}
