using System.Text.Json;
using GraphQL;
using GraphQL.Execution;
using GraphQL.SystemTextJson;

namespace ELearning.GraphQL;

/// <summary>
/// Writes a result as the engine's own converter does, to the byte; leaves as what they are, without asking the serializer for the type of each.
/// </summary>
internal sealed class ResultConverter : ExecutionResultJsonConverter
{
    public override void Write(Utf8JsonWriter writer, ExecutionResult value, JsonSerializerOptions options)
    {
        if (value is SharedAnswer shared)
        {
            writer.WriteRawValue(shared.Body, skipInputValidation: true);
            return;
        }

        if (value is not { Executed: true, Data: ExecutionNode data })
        {
            base.Write(writer, value, options);
            return;
        }

        writer.WriteStartObject();
        if (value.Errors is { Count: > 0 } errors)
        {
            writer.WritePropertyName("errors"u8);
            JsonSerializer.Serialize(writer, errors, options);
        }

        writer.WritePropertyName("data"u8);
        WriteValue(writer, data, options);
        if (value.Extensions is { Count: > 0 } extensions)
        {
            writer.WritePropertyName("extensions"u8);
            JsonSerializer.Serialize(writer, extensions, options);
        }

        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, object? value, JsonSerializerOptions options)
    {
        switch (value)
        {
            case null or ObjectExecutionNode { SubFields: null }:
                writer.WriteNullValue();
                break;
            case PlannedObject { Fields: { } fields, Values: var values }:
                writer.WriteStartObject();
                for (var i = 0; i < fields.Length; i++)
                {
                    writer.WritePropertyName(fields[i].Name);
                    WriteValue(writer, values[i], options);
                }

                writer.WriteEndObject();
                break;
            case ObjectExecutionNode { SubFields: { } fields }:
                writer.WriteStartObject();
                foreach (var field in fields)
                {
                    writer.WritePropertyName(field.Name!);
                    WriteValue(writer, field, options);
                }

                writer.WriteEndObject();
                break;
            case ArrayExecutionNode { Items: { } items }:
                writer.WriteStartArray();
                foreach (var item in items)
                {
                    WriteValue(writer, item, options);
                }

                writer.WriteEndArray();
                break;
            case object?[] items:
                writer.WriteStartArray();
                foreach (var item in items)
                {
                    WriteValue(writer, item, options);
                }

                writer.WriteEndArray();
                break;
            case ExecutionNode node:
                WriteValue(writer, node.ToValue(), options);
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            default:
                JsonSerializer.Serialize(writer, value, options);
                break;
        }
    }
}
