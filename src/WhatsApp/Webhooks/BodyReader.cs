using System.Text.Json;
using Mogambo.WhatsApp.Json;

namespace Mogambo.WhatsApp.Webhooks;

/// <summary>Goes through a body that is JSON: entries, changes, and the parts of their values.</summary>
/// <param name="sound">Whether the whole body is Unicode; otherwise each part is looked at by itself.</param>
internal sealed class BodyReader(bool sound)
{
    private readonly List<WebhookChange> _changes = [];
    private readonly List<MalformedPart> _malformed = [];
    private readonly UpdateCount _updates = new();

    public WebhookBody Result => new(_changes, _malformed);

    /// <exception cref="MalformedException">Not a body of WhatsApp's at all.</exception>
    public void Read(JsonElement root)
    {
        if (root.PeekText("object"u8) != Envelope.Object)
        {
            throw new MalformedException($"object is not {Envelope.Object}");
        }

        var entries = root.RequiredArray("entry"u8);
        _updates.Add(entries);
        foreach (var entry in entries.EnumerateArray())
        {
            try
            {
                ReadEntry(entry);
            }
            catch (Exception e) when (e is MalformedException or InvalidOperationException)
            {
                _malformed.Add(new("", WebhookParser.Malformed, WebhookParser.DetailsOf(e), Envelope.WrapEntry(entry.Raw())));
            }
        }
    }

    /// <summary>A change that was taken out of the body because it is nested too deep.</summary>
    /// <exception cref="MalformedException">There are more of them than WhatsApp sends updates.</exception>
    public void AddDeep(ReadOnlySpan<byte> entryId, ReadOnlySpan<byte> change)
    {
        _updates.Add(1);
        var envelope = Envelope.OfRawId(entryId);
        _malformed.Add(new(envelope.EntryId, WebhookParser.Malformed, "nested too deep", envelope.Wrap(change)));
    }

    private void ReadEntry(JsonElement entry)
    {
        var envelope = Envelope.Of(entry);
        var changes = entry.RequiredArray("changes"u8);
        _updates.Add(changes);
        foreach (var change in changes.EnumerateArray())
        {
            if (change.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            try
            {
                ReadChange(envelope, change);
            }
            catch (Exception e) when (e is MalformedException or InvalidOperationException)
            {
                _malformed.Add(new(envelope.EntryId, WebhookParser.Malformed, WebhookParser.DetailsOf(e), envelope.Wrap(change.Raw())));
            }
        }
    }

    private void ReadChange(Envelope envelope, JsonElement change)
    {
        var field = change.RequiredText("field"u8);
        if (!change.TryGetObject("value"u8, out var value))
        {
            throw new MalformedException("value is missing");
        }

        if (!sound && !FieldReaders.IsReadByParts(field) && !JsonText.IsSound(change.Raw()))
        {
            throw new MalformedException("not Unicode");
        }

        var parts = new ValueParts(value, sound, _updates.Add);
        var read = FieldReaders.Read(field, parts);
        var good = parts.WithoutMalformed();
        _changes.Add(new(
            envelope.EntryId,
            envelope.EntryTime,
            field,
            good is null ? envelope.Wrap(change.Raw()) : envelope.Wrap(field, good),
            read));
        foreach (var part in parts.Malformed)
        {
            var raw = envelope.Wrap(field, parts.Only(part));
            _malformed.Add(new(envelope.EntryId, WebhookParser.Malformed, $"{part.List}: {part.Details}", raw));
        }
    }
}
