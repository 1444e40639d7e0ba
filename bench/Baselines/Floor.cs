using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Mogambo.Bench.Load;
using Npgsql;

namespace Mogambo.Bench.Baselines;

/// <summary>
/// The floor: what one writes in an afternoon. A message is inserted, then acknowledged, then echoed by one of the lanes in memory. No signature, no
/// statuses, nothing is stored about the reply, and what was in memory when it died is never sent.
/// </summary>
internal sealed class Floor : IDisposable
{
    private const int Lanes = 64;

    private readonly NpgsqlDataSource _database;
    private readonly Echo _echo;
    private readonly Channel<Message>[] _lanes = [.. Enumerable.Range(0, Lanes).Select(_ => Channel.CreateUnbounded<Message>())];

    public Floor(Target target, Uri instance, string connectionString)
    {
        _database = NpgsqlDataSource.Create(connectionString);
        _echo = new(instance, target.Number);
        foreach (var lane in _lanes)
        {
            _ = Task.Run(() => EchoAsync(lane.Reader));
        }
    }

    public async Task PrepareAsync()
    {
        await using var command = _database.CreateCommand("create table if not exists floor (wamid text primary key, sender text not null, body text not null, at timestamptz not null default now())");
        await command.ExecuteNonQueryAsync();
    }

    public async Task ServeAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments("/webhooks"))
        {
            return;
        }

        var webhook = await JsonSerializer.DeserializeAsync(context.Request.Body, WebhookJson.Default.Webhook);
        foreach (var message in webhook!.Entry.SelectMany(entry => entry.Changes).SelectMany(change => change.Value.Messages ?? []))
        {
            await using var command = _database.CreateCommand("insert into floor (wamid, sender, body) values ($1, $2, $3) on conflict do nothing");
            command.Parameters.AddWithValue(message.Id);
            command.Parameters.AddWithValue(message.From);
            command.Parameters.AddWithValue(message.Text.Body);
            if (await command.ExecuteNonQueryAsync() == 1)
            {
                _lanes[(uint)message.From.GetHashCode(StringComparison.Ordinal) % Lanes].Writer.TryWrite(message);
            }
        }
    }

    private async Task EchoAsync(ChannelReader<Message> lane)
    {
        await foreach (var message in lane.ReadAllAsync())
        {
            await _echo.SendAsync(message.From, message.Text.Body);
        }
    }

    public void Dispose()
    {
        _echo.Dispose();
        _database.Dispose();
    }
}
